"""A file with three hundred opinions on twenty-five articles, played into the product's database; and what time brings.

python -m tests.journeys.three_hundred opinions           a new file, ready to be compiled; says what there is as JSON
python -m tests.journeys.three_hundred check-over CODE    the authors' hours have passed
python -m tests.journeys.three_hundred answers CODE       the agency has answered every point that it had not
python -m tests.journeys.three_hundred data CODE          the job of the open data has had its turn
"""

import json
import os
import sys

SECOND, THIRD = "dieuphoi2", "dieuphoi3"
PEOPLE = {SECOND: "Phạm Thị Diễm Hương", THIRD: "Huỳnh Quốc Thái"}
DIRECTIONS = (
    ("Nêu rõ thời hạn thực hiện", "amend", "thời hạn thực hiện", (
        "Đề nghị ghi rõ thời hạn thực hiện ở {place}, nếu không quy định về {about} khó theo dõi.",
        "Tôi làm việc này mười năm: thiếu mốc ngày thì {about} sẽ kéo dài; {place} nên có thời hạn thực hiện.",
        "Về {about}, xin bổ sung thời hạn thực hiện tính theo ngày làm việc tại {place}.",
        "Các tỉnh bạn đều ấn định thời hạn thực hiện khi nói về {about}; {place} của dự thảo còn bỏ trống.",
        "Người dân cần biết chờ bao lâu. Thời hạn thực hiện phải có ngay trong {place} về {about}.",
        "Không nên để thời hạn thực hiện của {about} cho văn bản hướng dẫn, mà ghi tại {place}.",
    )),
    ("Nêu rõ cơ quan chịu trách nhiệm", "yes", "cơ quan chịu trách nhiệm", (
        "Tán thành {about}; riêng {place} cần chỉ một cơ quan chịu trách nhiệm chính.",
        "Nội dung {about} là cần thiết. Xin nêu tên cơ quan chịu trách nhiệm ở {place} để có nơi hỏi.",
        "Đồng ý với {place}, nhưng cơ quan chịu trách nhiệm về {about} phải báo cáo mỗi năm.",
        "Nhiều cơ quan cùng lo {about} thì không ai lo; {place} nên giao một cơ quan chịu trách nhiệm.",
        "Tôi ủng hộ {place}. Cơ quan chịu trách nhiệm về {about} cần có đầu mối tiếp nhận phản ánh.",
        "Ủng hộ {about}; đề nghị {place} quy định cơ quan chịu trách nhiệm công khai kết quả.",
    )),
)  # fmt: skip


def opinions() -> dict:
    """The file, its opinions in the groups that a careful reader would make, and two more coordinators."""
    from django.db import transaction

    from consult.desk.scenes import files
    from consult.documents.models import Clause

    with transaction.atomic():
        city = _city()
        consultation = files.a_consultation(city, days=(1, 2, 12, 27))
        clauses = Clause.objects.filter(version=consultation.version_id).order_by("order")
        articles = [one for one in clauses if one.kind == "article"]
        first = [
            next(one for one in clauses if one.text and f"{one.path}/".startswith(f"{article.path}/"))
            for article in articles
        ]
        groups = [
            group
            for number, (article, clause) in enumerate(zip(articles, first, strict=True))
            for group in _on(city, consultation, article, clause, number)
        ]
        files.move(city, consultation, "compile")
    return {"code": consultation.code, "groups": groups}


def _on(city, consultation, article, clause, number: int) -> list[dict]:
    """Both directions on one article, at the first clause with words, six people each; every sixth shows no name."""
    from consult.desk.scenes.files import a_comment

    place, about = clause.citation, article.title or article.citation
    made = []
    for title, position, words, sentences in DIRECTIONS:
        said = [
            a_comment(city, consultation, {
                "by": (number + at + 7 * (position == "yes")) % 14 + 1, "on": clause.path, "position": position,
                "reason": sentence.format(place=place, about=about), "anonymous": at == 5,
                "proposed": f"{clause.text} {words.capitalize()} là {10 + 5 * at} ngày." if position == "amend" else "",
            })
            for at, sentence in enumerate(sentences)
        ]  # fmt: skip
        made.append(
            {
                "title": f"{title} tại {place}",
                "clause": clause.pk,
                "place": place,
                "position": position,
                "comments": [comment.pk for comment in said],
                "summary": f"Các ý kiến về {place} đề nghị nêu rõ {words}.",
            }
        )
    return made


def _city():
    """The demonstration's city, with two more coordinators of the council."""
    from consult.desk.scenes import city as cities
    from consult.desk.scenes import sources
    from consult.people import actions
    from consult.people.models import Organisation, User
    from consult.people.roles import Role

    city, known = cities.City(), sources.toml("people")["organisations"]
    by_slug = {one.slug: one for one in Organisation.objects.all()}
    city.organisations = {key: by_slug[words["slug"]] for key, words in known.items()}
    users = User.objects.select_related("expert").filter(email__endswith=f"@{cities.DOMAIN}")
    city.people = {user.email.partition("@")[0]: user for user in users}
    more = cities.City()
    for key in PEOPLE.keys() - city.people.keys():
        user = cities._person(more, {"key": key, "name": PEOPLE[key]}, {"account", "notices"})
        actions.add_member(
            None,
            user=user,
            organisation=city.organisations["hoidong"],
            role=Role.COUNCIL_COORDINATOR,
            title="Chuyên viên",
        )
    cities.share_password(more)  # theirs alone: another password would sign the others out
    city.people |= more.people
    return city


def check_over(code: str) -> dict:
    """Time has passed: nothing else ends the check of the authors."""
    from datetime import timedelta

    from django.db.models import F

    from consult.reports.models import Compilation

    past = timedelta(hours=49)
    found = Compilation.objects.filter(consultation__code=code, check_closes_at__isnull=False)
    times = {"check_opened_at": F("check_opened_at") - past, "check_closes_at": F("check_closes_at") - past}
    return {"closed": found.update(**times)}


def answers(code: str) -> dict:
    """Every point without an answer gets one: those on words that were changed are accepted, the others explained."""
    from django.db import transaction

    from consult.people.models import User
    from consult.reports import actions, changes
    from consult.reports.models import Compilation

    compilation = Compilation.objects.select_related("consultation__version").get(consultation__code=code)
    officer = User.objects.get(email__startswith="coquan@")
    version = changes.newest(compilation.consultation)
    with transaction.atomic():
        open_points = list(compilation.points.unanswered().select_related("clause"))
        for point in open_points:
            keys = [
                spot.key for spot in changes.spots(compilation.consultation, version) if point.clause_id in spot.old
            ]  # fmt: skip
            text = (
                f"Đã chỉnh sửa tại {point.clause.citation} của dự thảo mới."
                if keys
                else f"Nội dung này của {point.clause.citation} do văn bản hướng dẫn quy định; xin giữ như dự thảo."
            )
            code_of = "acc" if keys else "exp"
            actions.write_answer(officer, point=point, code=code_of, text=text, changes=keys, version=0)
    return {"written": len(open_points)}


def data(code: str) -> dict:
    from consult.reports import open_data_actions

    return {"made": open_data_actions.refresh()}


def main(act: str, *given: str) -> None:
    import django

    django.setup()
    acts = {"opinions": opinions, "check-over": check_over, "answers": answers, "data": data}
    sys.stdout.write(json.dumps(acts[act](*given)) + "\n")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "consult.config.settings.base")
    main(*sys.argv[1:])
