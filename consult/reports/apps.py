"""Points that cite opinions, the agency's answers, the compilation, and the official papers."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "consult.reports"
    verbose_name = _("Tổng hợp và trả lời")

    def ready(self):
        from consult.consultations import collective
        from consult.consultations.rules import guard_move
        from consult.documents.listening import on_changed
        from consult.forums.intake_actions import hold_for_undo
        from consult.forums.intake_rules import guard_undo
        from consult.forums.moderation_log import register_rows
        from consult.people import exports
        from consult.reports import (
            actions,
            binding_actions,
            exported,
            feedback_selectors,
            feedback_verbs,  # noqa: F401  (nothing else here leads to these two)
            objection_log,
            rules,
            sending_selectors,
            summary_verbs,  # noqa: F401
        )

        collective.register_sent(sending_selectors.sent_on)
        guard_move("answer", rules.ready_for_answers)
        guard_move("closed", rules.ready_to_end)
        guard_undo(rules.not_compiled)
        hold_for_undo(actions.hold_compilation)
        on_changed(binding_actions.hold_to_words)
        register_rows(objection_log.log_rows)
        exports.register("feedback", feedback_selectors.exported)
        exports.register("reflections", exported.reflections)
        listen()


def listen() -> None:
    """Who tells whom of which entry, and what is looked at as time goes by."""
    from consult.notices import registry
    from consult.reports import (
        answering_notify,
        checking_notify,
        deciding_notify,
        feedback_notify,
        notify,
        objection_reminders,
        placing_notify,
        reminders,
        sending_notify,
    )

    registry.on("compilation.closed", notify.on_closed)
    registry.on("answers.published", notify.on_published)
    registry.on("objection.filed", feedback_notify.on_filed)
    registry.on("objection.answered", feedback_notify.on_answered)
    registry.on("objection.appealed", feedback_notify.on_appealed)
    for outcome in ("hidden", "restored", "approved", "refused", "upheld"):
        registry.on(f"objection.{outcome}", feedback_notify.on_ruled)
    registry.on("aside.confirmed", placing_notify.on_confirmed)
    registry.on("aside.lifted", placing_notify.on_lifted)
    registry.on("aside.proposed", placing_notify.on_proposed)
    registry.on("aside.appealed", placing_notify.on_appealed)
    registry.on("check.opened", checking_notify.on_opened)
    registry.on("decision.opened", deciding_notify.on_opened)
    registry.on("decision.assigned", deciding_notify.on_assigned)
    registry.on("decision.vote_opened", deciding_notify.on_vote_opened)
    registry.on("decision.counted", deciding_notify.on_counted)
    registry.on("decision.stopped", deciding_notify.on_stopped)
    registry.on("report.reopened", deciding_notify.on_reopened)
    registry.on("point.assigned", answering_notify.on_assigned)
    registry.on("answer.sent_back", answering_notify.on_sent_back)
    registry.on("answers.loosened", answering_notify.on_loosened)
    registry.on("clarification.asked", answering_notify.on_asked)
    registry.on("clarification.given", answering_notify.on_clarified)
    registry.on("point.forwarded", answering_notify.on_forwarded)
    registry.on("forwarding.answered", answering_notify.on_replied)
    registry.on("forwarding.returned", answering_notify.on_replied)
    registry.on("official.sent", sending_notify.on_sent)
    registry.at_times(reminders.answers_due)
    registry.at_times(objection_reminders.objections_due)
