"""The verbs our pages record, and the action of the national monitoring interface each one is reported as.

The monitoring interface knows nineteen actions (浏览首页 … 批改试卷), each of which has exactly one verb here."""

from enum import Enum
from typing import NamedTuple

_ADL = "http://adlnet.gov/expapi/verbs/"
_STREAMS = "http://activitystrea.ms/schema/1.0/"
_TINCAN = "http://id.tincanapi.com/verb/"
_OWN = "urn:zyk:verb:"


class Term(NamedTuple):
    iri: str
    zh: str
    en: str
    action: str = ""  # 行为 in the monitoring interface; empty where it knows none


class Verb(Enum):
    """`Verb.VIEWED.iri`, `.zh`, `.en`, `.action`; `Verb.of(iri)` finds one, or None for a stranger's verb."""

    VIEWED_HOME = Term(_OWN + "viewed-home", "浏览了首页", "viewed the home page", "浏览首页")
    LOGGED_IN = Term("https://w3id.org/xapi/adl/verbs/logged-in", "登录了", "logged in", "登录平台")
    VIEWED = Term(_TINCAN + "viewed", "浏览了", "viewed", "浏览资源")
    UPLOADED = Term(_OWN + "uploaded", "上传了", "uploaded", "上传资源")
    DOWNLOADED = Term(_TINCAN + "downloaded", "下载了", "downloaded", "下载资源")
    BOOKMARKED = Term(_TINCAN + "bookmarked", "收藏了", "bookmarked", "收藏资源")
    RATED = Term(_TINCAN + "rated", "评价了", "rated", "评价资源")
    SHARED = Term(_ADL + "shared", "分享了", "shared", "分享资源")
    DELETED = Term(_STREAMS + "delete", "删除了", "deleted", "删除资源")
    POSTED = Term(_STREAMS + "create", "发表了帖子", "posted", "发帖")
    READ = Term(_STREAMS + "read", "阅读了帖子", "read", "读贴")
    EDITED = Term(_STREAMS + "update", "修改了帖子", "edited", "修改贴")
    REMOVED = Term(_STREAMS + "remove", "删除了帖子", "removed", "删帖")
    ASSIGNED = Term(_STREAMS + "assign", "发布了作业", "assigned", "发布作业")
    SUBMITTED = Term(_STREAMS + "submit", "提交了作业", "submitted", "提交作业")
    GRADED = Term(_OWN + "graded", "批改了作业", "graded", "批改作业")
    PUBLISHED_EXAM = Term(_OWN + "published-exam", "发布了考试", "published the examination", "发布考试")
    ATTEMPTED = Term(_ADL + "attempted", "参加了", "attempted", "参加考试")
    GRADED_EXAM = Term(_OWN + "graded-exam", "批改了试卷", "graded the examination", "批改试卷")

    REGISTERED = Term(_ADL + "registered", "注册了", "registered")
    ENROLLED = Term("http://www.tincanapi.co.uk/verbs/enrolled_onto_learning_plan", "选修了", "enrolled on")
    WITHDREW = Term(_OWN + "withdrew", "退出了", "withdrew from")
    INITIALIZED = Term(_ADL + "initialized", "开始了", "started")
    PROGRESSED = Term(_ADL + "progressed", "推进了", "made progress in")
    COMPLETED = Term(_ADL + "completed", "完成了", "completed")
    ANSWERED = Term(_ADL + "answered", "回答了", "answered")
    PASSED = Term(_ADL + "passed", "通过了", "passed")
    FAILED = Term(_ADL + "failed", "未通过", "failed")
    TERMINATED = Term(_ADL + "terminated", "结束了", "ended")
    PLAYED = Term("https://w3id.org/xapi/video/verbs/played", "播放了", "played")
    PAUSED = Term("https://w3id.org/xapi/video/verbs/paused", "暂停了", "paused")
    ASKED = Term(_ADL + "asked", "提问", "asked")
    RESPONDED = Term(_ADL + "responded", "答复了", "responded to")
    VOIDED = Term(_ADL + "voided", "作废了", "voided")

    @property
    def iri(self) -> str:
        return self.value.iri

    @property
    def zh(self) -> str:
        return self.value.zh

    @property
    def en(self) -> str:
        return self.value.en

    @property
    def action(self) -> str:
        return self.value.action

    @property
    def words(self) -> dict[str, str]:
        return {"zh-CN": self.zh, "en": self.en}

    @classmethod
    def of(cls, iri: str) -> "Verb | None":
        return _BY_IRI.get(iri)


_BY_IRI = {verb.iri: verb for verb in Verb}
