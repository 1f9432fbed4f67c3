"""A person with a browser that has no script: opens pages, fills in the forms he finds there, sends them."""

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, TestCase
from lxml import html

from zyk.site.demo.people import PASSWORD

CONTROLS = ".//input|.//select|.//textarea|.//button"
REFUSED = "//*[contains(@class, 'invalid-feedback') or contains(@class, 'z-error') or contains(@class, 'z-message')]"


class Walker:
    """One person in his first capacity; `url` and `page` are where he is."""

    page: Any

    def __init__(self, username: str = "") -> None:
        self.client = Client()
        self.name = username or "a stranger"
        if username:
            self.open("/accounts/sign-in/")
            self.send(username=username, password=PASSWORD)
            assert "_auth_user_id" in self.client.session, f"{username} could not sign in"

    def open(self, path: str) -> "Walker":
        answer = self.client.get(path, follow=True)
        self._arrive(path, answer)
        return self

    def follow(self, pattern: str) -> "Walker":
        """Follow the first link of the page whose path matches."""
        paths = [urlsplit(urljoin(self.url, str(href))) for href in self.page.xpath("//a/@href")]
        found = next((each for each in paths if re.fullmatch(pattern, each.path)), None)
        assert found, f"no link {pattern} on {self.url}: {sorted({each.path for each in paths})}"
        return self.open(found.path + (f"?{found.query}" if found.query else ""))

    def show(self, action: str, **values: Any) -> "Walker":
        """Send a form whose answer is the next page, such as the one that asks what is to be done with the picked."""
        return self._post(action, values, is_answered=False)

    def send(self, action: str = "", values: Mapping[str, Any] | None = None, **more: Any) -> "Walker":
        """Fill in the form that goes to `action` (the page itself when left out) and send it."""
        return self._post(action, {**(values or {}), **more}, is_answered=True)

    def fields(self) -> set[str]:
        return {each.get("name") for form, _path, _button in self._doors() for each in self._controls(form)}

    def said(self) -> str:
        """What the page says of what was sent."""
        main = self.page.xpath("//main") or [self.page]
        refusals = [node.text_content() for node in self.page.xpath(REFUSED)]
        return " | ".join(" ".join(each.split()) for each in refusals or [main[0].text_content()[:1500]])

    @property
    def text(self) -> str:
        return " ".join(self.page.text_content().split())

    def _post(self, action: str, values: Mapping[str, Any], *, is_answered: bool) -> "Walker":
        form, path, button = self._door(action, values)
        data = self._filled(form)
        pressed = self._first_button(form) if button is None else button
        if pressed is not None and pressed.get("name"):
            data[pressed.get("name")] = [pressed.get("value", "")]
        names = {each.get("name") for each in self._controls(form)}
        for name, value in values.items():
            assert name in names, f"no field {name} in {path} on {self.url}: {sorted(filter(None, names))}"
            data[name] = value
        with TestCase.captureOnCommitCallbacks(execute=True):  # what waits for the commit is done at once
            answer = self.client.post(path, data, follow=True)
        self._arrive(path, answer)
        is_taken = bool(answer.redirect_chain) == is_answered
        assert is_taken, f"{self.name} at {path}: refused: {self.said()}"
        return self

    def _arrive(self, path: str, answer: Any) -> None:
        assert answer.status_code in (200, 422), f"{self.name} at {path}: {answer.status_code}"
        self.url = answer.redirect_chain[-1][0] if getattr(answer, "redirect_chain", None) else path
        self.page = html.fromstring(answer.content.decode())

    def _doors(self) -> Iterator[tuple[Any, str, Any]]:
        """Each way to send each form: (form, where it goes, the button that sends it there)."""
        for form in self.page.xpath("//form[translate(@method, 'POST', 'post')='post']"):
            own = urljoin(self.url, form.get("action") or self.url)
            yield form, own, None
            for button in self._controls(form):
                if button.get("formaction"):
                    yield form, urljoin(self.url, button.get("formaction")), button

    def _door(self, action: str, values: Mapping[str, Any]) -> tuple[Any, str, Any]:
        """Of the forms that go there, the one that says all of `values` in its hidden fields and buttons."""
        wanted = action or f"^{re.escape(urlsplit(self.url).path)}([?].*)?$"
        doors = [door for door in self._doors() if re.search(wanted, door[1])]
        other = [path for _form, path, _button in self._doors()]
        assert doors, f"{self.name} at {self.url}: no form to {wanted}, but {other}; {self.said()}"
        return next((door for door in doors if self._fits(door[0], values)), doors[0])

    def _fits(self, form: Any, values: Mapping[str, Any]) -> bool:
        controls = self._controls(form)
        for name, value in values.items():
            named = [each for each in controls if each.get("name") == name]
            fixed = [each for each in named if each.tag == "button" or each.get("type") == "hidden"]
            if not named or (fixed == named and value not in [each.get("value", "") for each in fixed]):
                return False
        return True

    def _controls(self, form: Any) -> list[Any]:
        own = [each for each in form.xpath(CONTROLS) if each.get("form") in (None, form.get("id"))]
        outside = self.page.xpath("//*[@form=$id]", id=form.get("id")) if form.get("id") else []
        return own + [each for each in outside if each not in own]

    def _first_button(self, form: Any) -> Any:
        buttons = [each for each in self._controls(form) if each.tag == "button" and not each.get("formaction")]
        return next((each for each in buttons if each.get("type") in (None, "submit")), None)

    def _filled(self, form: Any) -> dict[str, list[Any]]:
        """What a browser would send of the form as it stands, without a button."""
        data: dict[str, list[Any]] = {}
        for control in self._controls(form):
            name = control.get("name")
            if name and control.get("disabled") is None:
                for value in _values(control):
                    data.setdefault(name, []).append(value)
        return data


def _values(control: Any) -> list[str]:
    kind = control.get("type", "")
    if control.tag == "textarea":
        return [control.text_content()]
    if control.tag == "select":
        chosen = [each for each in control.xpath(".//option") if each.get("selected") is not None]
        if not chosen and control.get("multiple") is None:
            chosen = control.xpath(".//option")[:1]
        return [each.get("value", each.text or "") for each in chosen]
    if control.tag == "button" or kind in ("submit", "button", "file", "image", "reset"):
        return []
    if kind in ("checkbox", "radio"):
        return [control.get("value", "on")] if control.get("checked") is not None else []
    return [control.get("value", "")]


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)
