"""Forms about oneself: settings, consents, notices, one's profile; an organisation's members; the register."""

from consult.notices.models import Kind


def forms(world) -> dict:
    things, people = world.things, world.people
    return {
        "preferences": ("expert", {"theme": "dark", "size": "large"}),
        "consent": ("expert", {"purpose": "notices", "given": "yes"}),
        "sign_out_everywhere": ("expert", {}),
        "notices_read": ("expert", {}),
        "notice": ("expert", {}),
        "notice_preferences": (
            "expert",
            {
                **{kind.value: "daily" for kind in Kind},
                "quiet_from": "22",
                "quiet_to": "6",
                "weekday": "2",
                "leave_out_read": "on",
            },
        ),
        "mail_stop": ("expert", {"List-Unsubscribe": "One-Click"}),
        "organisation": (
            "administrator",
            {"email": people["person"].email, "role": "agency_officer", "title": "Chuyên viên"},
        ),
        "membership_end": ("administrator", {}),
        "my_profile": (
            "expert",
            {
                "degree": "ts",
                "workplace": "Trường",
                "specialty": "Luật",
                "version": people["expert"].expert.version,
            },
        ),
        "verification_request": ("expert", {}),
        "verification": (
            "association_officer",
            {"decision": "verified", "reason": "Đủ minh chứng.", "version": things["waiting"].expert.version},
        ),
    }


def ready(world, name: str) -> None:
    """All of these can be sent at any time."""
