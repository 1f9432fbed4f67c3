"""A person at a browser: signs in, opens a page, and notes everything that is wrong with it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import polib
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, Response

from zyk.site.demo.people import PASSWORD
from zyk.words import catalogues

SCREENSHOTS = Path(__file__).resolve().parents[1] / "screenshots"
WIDE, NARROW = {"width": 1360, "height": 900}, {"width": 360, "height": 780}
CHINESE = re.compile(r"[\u4e00-\u9fff]")
AXE = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21aa"]}}
WORDS_ON_PAGE = """() => {
  const said = new Set(), own = (e) => e.closest('script, style, [lang^="zh"]:not(html)');
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) if (!own(walk.currentNode.parentElement)) said.add(walk.currentNode.data);
  for (const e of document.querySelectorAll('[aria-label], [title], [placeholder], [alt]'))
    if (!own(e)) for (const name of ['aria-label', 'title', 'placeholder', 'alt']) said.add(e.getAttribute(name) || '');
  said.add(document.title);
  return [...said].map((text) => text.replace(/\\s+/g, ' ').trim()).filter(Boolean);
}"""
COLOURS_SETTLED = """() => Promise.allSettled(document.getAnimations()
  .filter((each) => each.effect.getComputedTiming().endTime !== Infinity).map((each) => each.finished))"""
TOO_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@cache
def translated_words() -> frozenset[str]:
    """Every Chinese source string that has different words in English."""
    entries = (entry for path in catalogues() for entry in polib.pofile(str(path)))
    return frozenset(
        " ".join(entry.msgid.split())
        for entry in entries
        if entry.msgstr and entry.msgstr != entry.msgid and CHINESE.search(entry.msgid)
    )


@dataclass
class Visitor:
    """One person's window; `faults` collects what he found, one line each."""

    browser: Browser
    site: str
    name: str
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.context = self.browser.new_context(viewport=WIDE, base_url=self.site)  # type: ignore[arg-type]
        self.page: Page = self.context.new_page()
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self._fault(f"page error: {error}"))
        self.page.on("response", self._response)
        self.axe = Axe()

    def sign_in(self, username: str, role: str = "") -> None:
        self.page.goto("/accounts/sign-in/")
        self.page.fill("input[name=username]", username)
        self.page.fill("input[name=password]", PASSWORD)
        with self.page.expect_navigation():
            self.page.press("input[name=password]", "Enter")
        if "/sign-in/" in self.page.url:
            self._fault("could not sign in")
        if role:
            self.page.locator("details.z-menu", has=self.page.locator("[name=membership]")).locator("summary").click()
            with self.page.expect_navigation():
                self.page.locator("button[name=membership]", has_text=role).click()

    def look(self, place: str, *, dark: bool = False) -> None:
        """`place` is a path, then ` > pattern`s: the first link on the page whose path matches is followed."""
        path = self._found(place)
        if not path:
            return
        self._in("zh-hans", path)
        self._shot("wide")
        self._accessible("light")
        self._narrow("zh")
        if dark:
            self.page.evaluate("document.documentElement.dataset.bsTheme = 'dark'")
            self.page.evaluate(COLOURS_SETTLED)
            self._accessible("dark")
        self._in("en", path)
        self._in_english()
        self._narrow("en")

    def leave(self) -> None:
        """Close the window; the test fails with everything that was found."""
        self.context.close()
        if self.faults:
            pytest.fail("\n".join(self.faults), pytrace=False)

    def _found(self, place: str) -> str:
        path, *patterns = place.split(" > ")
        for pattern in patterns:
            self.page.goto(path)
            hrefs = self.page.evaluate("() => [...document.querySelectorAll('main a[href]')].map((a) => a.pathname)")
            found = next((href for href in hrefs if re.fullmatch(pattern, href)), "")
            if not found:
                self._fault(f"no link {pattern} on {path}")
                return ""
            path = found
        return path

    def _in(self, language: str, path: str) -> None:
        self.context.add_cookies([{"name": "django_language", "value": language, "url": self.site}])
        self.page.set_viewport_size(WIDE)  # type: ignore[arg-type]
        answer = self.page.goto(path)
        if answer is None or answer.status >= 400:
            self._fault(f"answer {answer.status if answer else 'none'}")

    def _in_english(self) -> None:
        left = sorted(set(self.page.evaluate(WORDS_ON_PAGE)) & translated_words())
        if left:
            self._fault(f"not in English: {' | '.join(left)}")

    def _narrow(self, language: str) -> None:
        self.page.set_viewport_size(NARROW)  # type: ignore[arg-type]
        too_wide = self.page.evaluate(TOO_WIDE)
        if too_wide > 0:
            self._fault(f"{too_wide} px too wide at 360 px ({language})")
        if language == "en":
            self._shot("360")
        self.page.set_viewport_size(WIDE)  # type: ignore[arg-type]

    def _accessible(self, theme: str) -> None:
        for violation in self.axe.run(self.page, options=AXE).response["violations"]:
            if violation["impact"] in ("serious", "critical"):
                where = ", ".join(_targets(violation))
                self._fault(f"axe ({theme}) {violation['id']}: {where}")

    def _shot(self, kind: str) -> None:
        SCREENSHOTS.mkdir(exist_ok=True)
        path = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "x", urlsplit(self.page.url).path).strip("/").replace("/", "-")
        self.page.screenshot(path=SCREENSHOTS / f"{path or 'home'}-{self.name}-{kind}.png", full_page=True)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self._fault(f"console: {message.text[:300]}")

    def _response(self, response: Response) -> None:
        if response.status >= 500:
            self._fault(f"answer {response.status} for {response.url}")

    def _fault(self, said: str) -> None:
        fault = f"{self.name} {urlsplit(self.page.url).path}: {said}"
        if fault not in self.faults:
            self.faults.append(fault)


def _targets(violation: dict[str, Any]) -> Iterator[str]:
    for node in violation["nodes"][:4]:
        yield f"{node['target'][0]} «{node['html'][:120]}»"
