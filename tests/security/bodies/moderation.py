"""Forms of moderation: reports, decisions, appeals, the conduct of a file."""

from uuid import uuid4

from consult.forums.moderation_actions import rule_on


def forms(world) -> dict:
    case, people, key = world.things["case"], world.people, str(uuid4())
    words = {"ground": "", "reason": "Nói về điều khoản này."}
    moderator = {
        "case_rule": {"outcome": "kept", "version": case.version, "client_key": key, **words},
        "case_assign": {"to": people["council_head"].pk, "version": case.version},
        "case_note": {"text": "Xem lại biên bản.", "client_key": key},
        "conduct": {"gap": 30, "per_hour": 12, "version": 0},
    }
    return {name: ("coordinator", fields) for name, fields in moderator.items()} | {
        "comment_flag": ("association_officer", {"ground": "insult", "words": "Có lời xúc phạm."}),
        "comment_ruling": ("expert", {"words": "Câu ấy dẫn nguyên văn báo cáo."}),
    }


def ready(world, name: str) -> None:
    if name == "comment_ruling":  # an appeal is made against a hiding
        case = world.things["case"]
        case.refresh_from_db()
        rule_on(
            world.people["coordinator"], case=case, outcome="hidden", ground="off_topic",
            reason="Không nói về điều khoản.", version=case.version, client_key=uuid4(),
        )  # fmt: skip
