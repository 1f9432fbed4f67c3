"""Video and audio, through PyAV when the media extra is installed."""

import struct
from pathlib import Path
from typing import Any

from zyk.media import formats
from zyk.media.content.refusals import broken
from zyk.media.enums import FileKind, Remark
from zyk.media.facts import Facts
from zyk.media.formats import Format

try:
    import av
except ImportError:  # the media extra is not installed
    av = None  # type: ignore[assignment]

PLAYABLE = frozenset(
    {"h264", "vp8", "vp9", "av1", "aac", "mp3", "opus", "vorbis", "flac", "pcm_s16le", "pcm_u8", "pcm_f32le"}
)


def read(path: Path, content: Format) -> Facts:
    if content in {formats.MP4, formats.MOV, formats.M4A}:
        _refuse_cut_boxes(path, content)
    if av is None:
        return Facts(remarks=[Remark.FACTS_WAIT])
    try:
        with av.open(str(path)) as container:
            return _measured(container, path, content)
    except (av.error.FFmpegError, ValueError, IndexError) as error:
        raise broken(content) from error


def _measured(container: Any, path: Path, content: Format) -> Facts:
    video = next((s for s in container.streams.video if not _is_cover(s)), None)
    audio = next(iter(container.streams.audio), None)
    if (content.kind is FileKind.VIDEO and video is None and audio is None) or (
        content.kind is FileKind.AUDIO and audio is None
    ):
        raise broken(content)
    seconds = round(container.duration / av.time_base, 3) if container.duration else None
    facts = Facts(duration_seconds=seconds)
    if video is not None and content.kind is FileKind.VIDEO:
        facts.width, facts.height = video.codec_context.width, video.codec_context.height
        facts.more |= {"video_codec": _plain(video.codec_context.name), "frame_rate": _rate(video.average_rate)}
        if video.bit_rate:
            facts.more["video_kbps"] = round(video.bit_rate / 1000)
    if audio is not None:
        facts.more |= {
            "audio_codec": _plain(audio.codec_context.name),
            "sample_rate_hz": audio.codec_context.sample_rate,
        }
        facts.more["channels"] = audio.codec_context.channels
        if audio.bit_rate:
            facts.more["audio_kbps"] = round(audio.bit_rate / 1000)
    if seconds:
        facts.more["total_kbps"] = round(path.stat().st_size * 8 / seconds / 1000)
    if {facts.more.get(key) for key in ("video_codec", "audio_codec")} - PLAYABLE - {None}:
        facts.remarks.append(Remark.NOT_PLAYABLE)
    return facts


def _is_cover(stream: Any) -> bool:
    """A picture glued to a recording is no video."""
    return bool(stream.disposition & av.stream.Disposition.attached_pic)


def _rate(rate: Any) -> float | None:
    return round(float(rate), 3) if rate else None


def _plain(codec: str) -> str:
    """Decoder names to codec names: libdav1d → av1, mp3float → mp3."""
    return {"libdav1d": "av1", "mp3float": "mp3", "libvpx-vp9": "vp9", "libopus": "opus"}.get(codec, codec)


def _refuse_cut_boxes(path: Path, content: Format) -> None:
    """ISO media is a row of boxes with their lengths: the last must end where the file ends."""
    size, position, names = path.stat().st_size, 0, set()
    with path.open("rb") as stream:
        while position < size:
            stream.seek(position)
            head = stream.read(16)
            if len(head) < 8:
                break
            length, name = struct.unpack(">I4s", head[:8])
            if length == 1 and len(head) == 16:
                (length,) = struct.unpack(">Q", head[8:])
            length = length or size - position
            names.add(name)
            if length < 8 or position + length > size:
                raise broken(content)
            position += length
    if b"moov" not in names:
        raise broken(content)
