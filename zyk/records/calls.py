"""A request to the store as its resources read it, whichever way it was written: plainly, or in the alternate
syntax of the first edition (xAPI 1.0.3, part 3, 1.3), where a form carries headers, parameters and content."""

from email.message import Message
from urllib.parse import parse_qsl

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest

from zyk.records.editions import FIRST, SPOKEN, Edition, edition_of
from zyk.records.refusals import BadRequest, TooLarge

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
METHODS = frozenset({"GET", "HEAD", "PUT", "POST", "DELETE"})
MOST_PARAMETERS = 60
_HEADERS = {
    "authorization": "HTTP_AUTHORIZATION",
    "x-experience-api-version": "HTTP_X_EXPERIENCE_API_VERSION",
    "content-type": "CONTENT_TYPE",
    "content-length": "CONTENT_LENGTH",
    "if-match": "HTTP_IF_MATCH",
    "if-none-match": "HTTP_IF_NONE_MATCH",
    "accept": "HTTP_ACCEPT",
    "accept-language": "HTTP_ACCEPT_LANGUAGE",
    "accept-encoding": "HTTP_ACCEPT_ENCODING",
}


class Call:
    __slots__ = ("_body", "_meta", "_request", "method", "parameters", "path")

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self._meta = request.META
        self._body: bytes | None = None
        self.method = request.method or "GET"
        self.path = request.path
        query = self._meta.get("QUERY_STRING")
        self.parameters = _parameters(query) if query else {}
        if "method" in self.parameters:
            self._unfold()

    def header(self, name: str) -> str:
        """By its name in WSGI, e.g. "HTTP_IF_MATCH"; "" when it is missing."""
        return self._meta.get(name, "")

    @property
    def edition(self) -> Edition:
        """Raises BadRequest when the version is missing or not ours."""
        header = self._meta.get("HTTP_X_EXPERIENCE_API_VERSION", "")
        edition = edition_of(header)
        if edition is None:
            raise BadRequest(f"X-Experience-API-Version: must be 1.0.x or 2.0.x; this store speaks {', '.join(SPOKEN)}")
        return edition

    @property
    def content_type(self) -> tuple[str, dict[str, str]]:
        """The media type in small letters, and its parameters."""
        header = self._meta.get("CONTENT_TYPE", "")
        if header == JSON:
            return JSON, {}
        message = Message()
        message["Content-Type"] = header.replace("\r", " ").replace("\n", " ")
        found = message.get_params(failobj=[("", "")])
        return found[0][0].strip().lower(), {name.lower(): str(value) for name, value in found[1:]}

    @property
    def body(self) -> bytes:
        if self._body is None:
            try:
                self._body = self._request.body
            except RequestDataTooBig as error:
                raise TooLarge("the message is too large: send smaller batches") from error
        return self._body

    def json(self) -> bytes:
        """The body, which must say that it is JSON, in UTF-8."""
        media_type, parameters = self.content_type
        if media_type != JSON:
            raise BadRequest(f"Content-Type: must be {JSON}")
        if parameters.get("charset", "utf-8").lower() not in ("utf-8", "utf8"):
            raise BadRequest("Content-Type: the charset must be utf-8")
        return self.body

    def _unfold(self) -> None:
        """1.3: only as a POST, with no other parameter in the address; `content` is the body."""
        method = self.parameters.pop("method").upper()
        if self._request.method != "POST" or self.parameters:
            raise BadRequest("method: the alternate request syntax is a POST with no other parameter in its address")
        if method not in METHODS:
            raise BadRequest("method: must be GET, HEAD, PUT, POST or DELETE")
        if self.content_type[0] != FORM:
            raise BadRequest(f"Content-Type: the alternate request syntax is a form, {FORM}")
        form = _parameters(_text(self.body))
        meta = dict(self._meta)
        meta.pop("CONTENT_TYPE", None)
        for name in [name for name in form if name.lower() in _HEADERS]:
            meta[_HEADERS[name.lower()]] = form.pop(name)
        content = form.pop("content", None)
        if content is None and method in ("PUT", "POST"):
            raise BadRequest("content: a form parameter with the content is required")
        if content is not None and "CONTENT_TYPE" not in meta:
            meta["CONTENT_TYPE"] = JSON
        self._meta, self.parameters, self.method = meta, form, method
        self._body = (content or "").encode("utf-8", "surrogatepass")
        if self.edition is not FIRST:
            raise BadRequest("method: xAPI 2.0 knows no alternate request syntax")


def _parameters(query: str) -> dict[str, str]:
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=MOST_PARAMETERS, errors="strict")
    except ValueError as error:
        raise BadRequest("the parameters are not url-encoded UTF-8, or too many") from error
    found = dict(pairs)
    if len(found) != len(pairs):
        raise BadRequest("a parameter stands twice")
    if any("\x00" in value for value in found.values()):
        raise BadRequest("a parameter holds a null character")
    return found


def _text(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise BadRequest("the form is not UTF-8") from error
