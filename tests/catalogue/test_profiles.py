from zyk.catalogue import profiles


def test_numbered_statements_are_a_list() -> None:
    text = "1.具有装配 2.0 系统的能力；2.具有检验能力；10.具有探究学习、终身学习的能力。"
    assert profiles.statements_of(text) == [
        "具有装配 2.0 系统的能力",
        "具有检验能力",
        "具有探究学习、终身学习的能力",
    ]


def test_statements_without_numbers_stay_one() -> None:
    assert profiles.statements_of("具有检验能力。") == ["具有检验能力"]
    assert profiles.statements_of("") == []


def test_only_what_is_about_practice_is_told() -> None:
    text = "专业基础课程：机械基础。专业核心课程：汽车装配。实习实训：在企业进行岗位实习。"
    assert profiles.practice_of(text) == "在企业进行岗位实习。"


def test_names_are_told_once() -> None:
    assert profiles.names_of("会计专业技术资格、教师资格、会计专业技术资格。") == ["会计专业技术资格", "教师资格"]
