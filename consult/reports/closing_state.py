"""What a compilation still lacks before it can be closed or laid before the council, in sentences. For pages."""

from consult.kit import clock
from consult.reports import checking_rules, placing_rules, rules, summary_rules
from consult.reports.coverage import coverage


def lacking(compilation) -> tuple[str, ...]:
    """Each thing that is not done, in words; nothing where it is ready. The few are a question of its own there."""
    now = clock.now()
    verdicts = (
        rules.is_whole(
            unplaced=coverage(compilation.consultation_id).unplaced, points=compilation.points.count()
        ),
        placing_rules.appeals_are_over(compilation, now),
        checking_rules.check_is_over(compilation, now),
        summary_rules.summary_stands(compilation),
    )
    return tuple(verdict.reason for verdict in verdicts if not verdict)
