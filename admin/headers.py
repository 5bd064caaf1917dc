"""What every answer of the console tells the browser to allow."""

import base64
import hashlib
from collections.abc import Mapping
from importlib import resources

#: The style of the pages that need no session; inline, since without a session no file is served.
GATE_STYLE = (resources.files("admin") / "static" / "gate.css").read_text("utf-8")

_GATE_STYLE_HASH = base64.b64encode(hashlib.sha256(GATE_STYLE.encode()).digest()).decode()

_CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        f"style-src 'self' 'sha256-{_GATE_STYLE_HASH}'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'self'",
    )
)

#: Referrer: under "no-referrer" browsers send `Origin: null` with a form, and the check of the gate would refuse it.
SECURITY_HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": _CONTENT_SECURITY_POLICY,
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}
