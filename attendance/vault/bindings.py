"""What each sealed thing is bound to: it opens at that place only, and is sealed anew for the same place."""

Binding = tuple[str, ...]


def template_binding(employee_id: int, enrolment_id: int, media_id: int, engine: str, engine_version: str) -> Binding:
    """A face template: under another person, enrolment, picture or engine it does not open.

    The row's own id is not known before it is written; these five are unique without it.
    """
    return ("face_template", str(employee_id), str(enrolment_id), str(media_id), engine, engine_version)


def message_binding(channel: str, our_account: str, external_id: str) -> Binding:
    """The raw bytes of an event of a platform."""
    return ("inbound", channel, our_account, external_id)


def picture_binding(name: str, owner: str) -> Binding:
    """A file under PRESENSI_MEDIA; `owner` is the employee whose account sent it."""
    return ("media", name, owner)


def probe_binding(key_id: str) -> Binding:
    """The known text that tells a right key from a wrong one."""
    return ("vault_probe", key_id)
