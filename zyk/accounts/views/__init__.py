from zyk.accounts.views.session import locked_out

__all__ = ["locked_out"]  # named by AXES_LOCKOUT_CALLABLE
