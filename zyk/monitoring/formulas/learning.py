"""学习: forum, assignments, examinations."""

from zyk.monitoring.formulas.shape import MONITORED, Counted, Formula
from zyk.rulebook.edition import Words


def _times(action: str, zh: str, en: str, definition: Words) -> Formula:
    return Formula(
        definition=definition,
        source=MONITORED,
        counted=Counted(
            Words(zh=zh, en=en),
            f"select a.sequence as key from acts a where a.action = '{action}'",  # noqa: S608 our own words
        ),
    )


FORMULAS: dict[str, Formula] = {
    "forum_posts": _times("posted", "发帖", "posts", Words(zh="“发帖”记录数", en="Records of posting (发帖)")),
    "assignments_submitted": _times(
        "submitted",
        "提交作业",
        "assignments handed in",
        Words(zh="“提交作业”记录数", en="Records of handing in an assignment (提交作业)"),
    ),
    "exams_taken": _times(
        "attempted",
        "参加考试",
        "examinations taken",
        Words(zh="“参加考试”记录数", en="Records of taking an examination (参加考试)"),
    ),
}
