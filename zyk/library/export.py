"""The list of resources with every field the monitoring interface asks for, in its order. Pure."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zyk.library.models import Resource

HEADER = (
    _("资源编号"),
    _("标题"),
    _("素材来源"),
    _("专业"),
    _("知识点/技能点"),
    _("关键词"),
    _("适用对象"),
    _("应用类型"),
    _("媒体类型"),
    _("语言"),
    _("文件格式"),
    _("文件大小（字节）"),
    _("创建时间"),
    _("修改时间"),
    _("层级"),
    _("范围"),
    _("作者"),
    _("许可"),
    _("贡献单位"),
    _("状态"),
    _("版本"),
    _("资源认证标准"),
    _("说明"),
    _("许可条件"),
    _("授权截止"),
)


def rows_of(resources: Iterable[Resource]) -> Iterator[list[Any]]:
    for resource in resources:
        version = resource.current_version
        file = version.file if version else None
        yield [
            str(resource.uuid),
            resource.title,
            resource.source,
            str(resource.library.specialty),
            "；".join(point.title for point in resource.points.all()),
            resource.keywords,
            resource.audience,
            resource.get_application_type_display(),
            resource.get_media_type_display(),
            resource.language,
            file.extension if file else "html",
            file.size_bytes if file else len(version.body.encode()) if version else 0,
            _local(resource.created_at),
            _local(resource.updated_at),
            resource.get_level_display(),
            resource.get_scope_display(),
            resource.author,
            resource.get_rights_display(),
            resource.contributor.name,
            resource.get_state_display(),
            version.number if version else "",
            resource.certified_by,
            resource.description,
            resource.rights_terms,
            resource.rights_until.isoformat() if resource.rights_until else "",
        ]


def _local(at: Any) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M:%S")
