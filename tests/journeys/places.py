"""The main pages with the demonstration's data: whose they are and where. Codes are those of a fresh story."""

DONE, HALF, MAIN, SMALL, PREPARED = "GY-2026-001", "PB-2026-001", "PB-2026-002", "TV-2026-001", "GY-2026-002"

# name: (who, address); None is a visitor. "list > link" is the first such link of the list.
PLACES = {
    "trang-chu": (None, "/"),
    "dang-nhap": (None, "/tai-khoan/login/"),
    "dang-ky": (None, "/tai-khoan/signup/"),
    "danh-sach-ho-so": (None, "/ho-so/"),
    "ho-so": (None, f"/ho-so/{MAIN}/"),
    "doc-du-thao": (None, f"/ho-so/{MAIN}/van-ban/"),
    "ket-qua": (None, f"/ho-so/{DONE}/ket-qua/"),
    "danh-sach-ket-qua": (None, "/ket-qua/"),
    "chuyen-gia": (None, "/chuyen-gia/"),
    "mot-chuyen-gia": (
        None,
        "/chuyen-gia/ > main a[href*='/chuyen-gia/'][href$='/']:not([href='/chuyen-gia/'])",
    ),
    "bien-nhan": (None, f"/bien-nhan/?so={DONE}-000001"),
    "tim-kiem": (None, "/tim-kiem/?q=thời hạn"),
    "ban-1": (None, f"/ho-so/{DONE}/ > main a[href^='/van-ban/']"),
    "so-sanh": (None, f"/ho-so/{DONE}/ > main a[href$='/so-sanh/']"),
    "tham-do-da-dong": (None, f"/ho-so/{MAIN}/tham-do/3/"),
    "thu": (None, "/thu-demo/"),
    "viec-chuyen-gia": ("chuyengia", "/viec-cua-toi/"),
    "ho-so-chuyen-gia": ("chuyengia", "/ho-so-chuyen-gia/"),
    "gop-y": ("chuyengia", f"/ho-so/{MAIN}/gop-y/moi/"),
    "tham-do": ("chuyengia14", f"/ho-so/{MAIN}/tham-do/2/"),
    "loi-moi": ("chuyengia7", "/thong-bao/"),
    "phong-da-hop": ("chuyengia", "/phong/1/"),
    "thong-bao": ("chuyengia", "/thong-bao/"),
    "tuy-chon": ("chuyengia", "/thong-bao/tuy-chon/"),
    "du-lieu-cua-toi": ("chuyengia", "/du-lieu-cua-toi/"),
    "viec-hoi": ("hoi", "/viec-cua-toi/"),
    "xac-thuc": ("hoi", "/xac-thuc/"),
    "mot-xac-thuc": ("hoi", "/xac-thuc/ > main a[href^='/xac-thuc/'][href$='/']:not([href='/xac-thuc/'])"),
    "viec-co-quan": ("coquan", "/viec-cua-toi/"),
    "du-thao": ("coquan", "/du-thao-cua-co-quan/"),
    "mot-du-thao": ("coquan", "/du-thao-cua-co-quan/ > main h3 a"),
    "du-thao-moi": ("coquan", "/du-thao-cua-co-quan/moi/"),
    "ho-so-moi": ("coquan", "/ho-so-moi/"),
    "quan-ly-ho-so": ("coquan", f"/ho-so/{MAIN}/quan-ly/"),
    "tra-loi": ("coquan", f"/ho-so/{DONE}/tra-loi/"),
    "viec-nguoi-ky": ("nguoiky", "/viec-cua-toi/"),
    "viec-dieu-phoi": ("dieuphoi", "/viec-cua-toi/"),
    "tong-hop": ("dieuphoi", f"/ho-so/{HALF}/tong-hop/"),
    "phong-moi": ("dieuphoi", f"/ho-so/{MAIN}/phong/moi/"),
    "tham-do-moi": ("dieuphoi", f"/ho-so/{MAIN}/tham-do/moi/"),
    "phong-sap-hop": ("chunhiem", "/phong/2/"),
    "viec-quan-tri": ("quantri", "/viec-cua-toi/"),
    "to-chuc": ("quantri", "/to-chuc/so-khcn/"),
    "danh-sach-to-chuc": ("quantri", "/to-chuc/"),
    "doc-ban-moi": (None, f"/ho-so/{DONE}/van-ban/2/"),
    "de-nghi-sua": (None, f"/ho-so/{MAIN}/van-ban/de-nghi-sua/"),
    "phuong-an": ("chuyengia7", f"/ho-so/{MAIN}/van-ban/de-nghi-sua/ > .behind a[href$='/phuong-an/']"),
    "tai-lieu": (None, f"/ho-so/{MAIN}/tai-lieu/"),
    "mot-tai-lieu": (None, f"/ho-so/{MAIN}/tai-lieu/ > main .rows a[href*='/tai-lieu/']"),
    "tai-lieu-co-quan": ("coquan", f"/ho-so/{PREPARED}/tai-lieu/"),
    "tom-tat": (None, f"/ho-so/{MAIN}/tom-tat/"),
    "viet-tom-tat": ("coquan", f"/ho-so/{MAIN}/tom-tat/viet/"),
    "theo-doi": ("chuyengia7", "/theo-doi/"),
    "nhac-den": ("chuyengia7", f"/ho-so/{MAIN}/nhac-den/?q=nguyen"),
    "khong-con-cho": (None, f"/ho-so/{DONE}/van-ban/2/y-kien-khong-con-cho/"),
    "gop-y-trong-hoi": ("hoi", "/hoi/"),
    "dot-noi-bo": ("hoi", "/hoi/dot/1/"),
    "dot-noi-bo-van-ban": ("chuyengia3", "/hoi/dot/1/ > main a[href$='/van-ban/']"),
    "phuong-an-cua-hoi": ("chuyengia5", "/hoi/dot/1/phuong-an/1/"),
    "viet-trong-hoi": ("chuyengia3", "/hoi/dot/1/gop-y/moi/?clause=chung"),
    "y-kien-khac": ("chuyengia3", "/hoi/dot/1/y-kien-khac/"),
    "quan-ly-dot": ("hoi", "/hoi/dot/1/quan-ly/"),
    "mo-dot": ("hoi2", f"/hoi/dot/moi/{MAIN}/"),
    "gui-y-kien-hoi": ("hoi", "/hoi/dot/1/gui/"),
    "viec-giam-sat": ("giamsat", "/viec-cua-toi/"),
}


def visit(page, address: str) -> int:
    """Go there; returns the status."""
    start, _sign, link = address.partition(" > ")
    answer = page.goto(start)
    if link:
        answer = page.goto(page.locator(link).first.get_attribute("href"))
    return answer.status
