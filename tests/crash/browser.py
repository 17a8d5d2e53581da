"""A plain HTTP client that uploads as a browser's form does, over a real connection."""

import http.client
import io
import re
from http.cookies import SimpleCookie
from urllib.parse import urlsplit

from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from ..cast import TOKEN


class Uploader:
    def __init__(self, url: str, cookie: str, form: str = "/uploads/new") -> None:
        self.host = urlsplit(url).netloc
        self.cookies = cookie
        page = self._ask("GET", form)
        assert page.status == 200, page.status
        self._keep_cookies(page)
        found = TOKEN.search(page.body.decode())
        assert found
        self.token = found.group(1)

    def upload(self, name: str, content: bytes) -> str:
        """Send one file and give the address of its receipt. Raises OSError when the server dies under it."""
        file = FileStorage(io.BytesIO(content), filename=name, name="files", content_type="image/jpeg")
        boundary, body = encode_multipart({"csrf_token": self.token, "album": "", "files": file})
        answer = self._ask(
            "POST", "/uploads/new", body, {"Content-Type": f"multipart/form-data; boundary={boundary}"}
        )
        assert answer.status == 303, answer.body
        return answer.headers["Location"]

    def get(self, path: str) -> bytes:
        answer = self._ask("GET", path)
        assert answer.status == 200, (path, answer.status)
        return answer.body

    def photos(self) -> list[str]:
        """The uids on the page of one's own photos."""
        return re.findall(r'href="/photos/(\w{12})"', self.get("/photos/").decode())

    def _keep_cookies(self, answer: http.client.HTTPResponse) -> None:
        for header in answer.headers.get_all("Set-Cookie", []):
            for name, morsel in SimpleCookie(header).items():
                self.cookies += f"; {name}={morsel.value}"

    def _ask(
        self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None
    ) -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection(self.host, timeout=30)
        try:
            connection.request(method, path, body, {"Cookie": self.cookies, **(headers or {})})
            answer = connection.getresponse()
            answer.body = answer.read()
            return answer
        except http.client.HTTPException as fault:
            raise ConnectionError("the server went away") from fault
        finally:
            connection.close()
