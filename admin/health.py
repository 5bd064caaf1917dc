"""The only answer without a session: numbers and versions, nothing personal."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

HealthStatus = Literal["ok", "degraded"]


@dataclass(frozen=True, slots=True)
class Health:
    """What the composition root knows of the running service.

    `status`: degraded when the database cannot be read or has another schema than the program's, or when something that
    came in or is to go out has been waiting for minutes.
    `version`: of presensi. `schema`: revision of the database, None when it cannot be read. `models`: name to version
    of every loaded model. `pad`: how presentation attack detection was measured; "not assessed" until it was.
    `queues`: rows that wait.
    """

    status: HealthStatus
    version: str
    schema: str | None
    models: Mapping[str, str]
    pad: str
    queues: Mapping[str, int]

    @property
    def http_status(self) -> int:
        """503 lets a load balancer or a watchdog act without reading the body."""
        return 200 if self.status == "ok" else 503
