"""学习: forum, assignments, examinations."""

from zyk.monitoring.formulas.shape import MONITORED, Formula, acts_counted
from zyk.rulebook.edition import Words


def _times(action: str, zh: str, en: str) -> Formula:
    return Formula(
        definition=Words(zh=f"“{zh}”记录数", en=f"Records of {en} ({zh})"),
        source=MONITORED,
        counted=acts_counted(Words(zh=zh, en=f"records of {en}"), f"a.action = '{action}'"),
    )


FORMULAS: dict[str, Formula] = {
    "forum_posts": _times("posted", "发帖", "posting"),
    "forum_reads": _times("read", "读贴", "reading a post"),
    "assignments_published": _times("assigned", "发布作业", "setting an assignment"),
    "assignments_submitted": _times("submitted", "提交作业", "handing in an assignment"),
    "assignments_graded": _times("graded", "批改作业", "grading an assignment"),
    "exams_published": _times("published_exam", "发布考试", "setting an examination"),
    "exams_taken": _times("attempted", "参加考试", "taking an examination"),
    "exams_graded": _times("graded_exam", "批改试卷", "grading an examination"),
    "submissions_per_assignment": Formula(
        definition=Words(zh="提交作业次数 ÷ 发布作业次数", en="Assignments handed in ÷ assignments set"),
        source=MONITORED,
        counted=acts_counted(Words(zh="提交作业", en="assignments handed in"), "a.action = 'submitted'"),
        per=acts_counted(Words(zh="发布作业", en="assignments set"), "a.action = 'assigned'"),
    ),
    "takers_per_exam": Formula(
        definition=Words(zh="参加考试次数 ÷ 发布考试次数", en="Examinations taken ÷ examinations set"),
        source=MONITORED,
        counted=acts_counted(Words(zh="参加考试", en="examinations taken"), "a.action = 'attempted'"),
        per=acts_counted(Words(zh="发布考试", en="examinations set"), "a.action = 'published_exam'"),
    ),
}
