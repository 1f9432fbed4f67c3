from django.db import models
from django.utils.translation import gettext_lazy as _

from zyk.catalogue import profiles
from zyk.catalogue.enums import CourseKind
from zyk.catalogue.models.specialty import Specialty


class SpecialtyProfile(models.Model):
    """专业简介 of the Ministry, as published; the properties read its numbered and listed parts."""

    specialty = models.OneToOneField(Specialty, on_delete=models.CASCADE, related_name="profile")
    duration = models.CharField(_("修业年限"), max_length=60, blank=True)
    career_scope = models.TextField(_("职业面向"), blank=True)
    training_goal = models.TextField(_("培养目标定位"), blank=True)
    abilities = models.TextField(_("主要专业能力要求"), blank=True)
    basic_courses = models.TextField(_("专业基础课程"), blank=True)
    core_courses = models.TextField(_("专业核心课程"), blank=True)
    practice = models.TextField(_("实习实训"), blank=True)
    qualification_certificates = models.TextField(_("职业资格证书"), blank=True)
    skill_level_certificates = models.TextField(_("职业技能等级证书"), blank=True)

    def __str__(self) -> str:
        return f"{self.specialty}"

    @property
    def ability_statements(self) -> list[str]:
        return profiles.statements_of(self.abilities)

    @property
    def practice_text(self) -> str:
        return profiles.practice_of(self.practice)

    @property
    def qualification_names(self) -> list[str]:
        return profiles.names_of(self.qualification_certificates)


class SpecialtyCourse(models.Model):
    """A course named in the profile."""

    specialty = models.ForeignKey(Specialty, on_delete=models.CASCADE, related_name="courses")
    kind = models.CharField(_("类别"), max_length=10, choices=CourseKind.choices)
    position = models.PositiveSmallIntegerField(_("次序"))
    name = models.CharField(_("课程名称"), max_length=80)

    class Meta:
        ordering = ["specialty", "kind", "position"]
        constraints = [
            models.UniqueConstraint(fields=["specialty", "kind", "position"], name="specialty_course_once"),
        ]

    def __str__(self) -> str:
        return self.name


class SpecialtyOccupation(models.Model):
    """An occupation of the 职业分类大典 to which the specialty leads."""

    specialty = models.ForeignKey(Specialty, on_delete=models.CASCADE, related_name="occupations")
    occupation_code = models.CharField(_("职业代码"), max_length=16)
    occupation = models.CharField(_("职业"), max_length=80)

    class Meta:
        ordering = ["specialty", "occupation_code"]
        constraints = [
            models.UniqueConstraint(fields=["specialty", "occupation_code"], name="specialty_occupation_once"),
        ]

    def __str__(self) -> str:
        return f"{self.occupation_code} {self.occupation}"


class TeachingStandard(models.Model):
    """A published 专业教学标准: where the official document stands."""

    specialty = models.OneToOneField(Specialty, on_delete=models.CASCADE, related_name="teaching_standard")
    name = models.CharField(_("名称"), max_length=60)
    url = models.URLField(_("地址"), max_length=300)

    def __str__(self) -> str:
        return self.name
