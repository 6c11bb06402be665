# The commands of Consult. `make help` lists them.
# PORT, BIND, DATABASE_URL and REDIS_URL may be given: make run PORT=9000. See docs/running.md.

.DEFAULT_GOAL := help
.PHONY: help run test check journeys bench demo-reset lock
MAKEFLAGS += --no-print-directory

# The first Python that is new enough; else any, so that the set-up can say what is wrong with it.
NEW_ENOUGH = import sys; sys.exit(sys.version_info < (3, 11))
FIND_PYTHON = for name in $(PYTHON) python3.13 python3.12 python3.11 python3 python3.14; do \
	  "$$name" -c '$(NEW_ENOUGH)' 2>/dev/null && found="$$name" && break; done; \
	[ -n "$$found" ] || found=$$(command -v python3) || { \
	  echo "Không tìm thấy Python; cần Python 3.11 trở lên." >&2; \
	  echo "No Python was found; Python 3.11 or newer is needed." >&2; exit 1; }
SET_UP = found=; $(FIND_PYTHON); "$$found" scripts/bootstrap.py
VENV = .venv/bin/python

help: ## Liệt kê các lệnh | List the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-11s %s\n", $$1, $$2}' Makefile

run: ## Cài đặt nếu cần rồi chạy ở http://127.0.0.1:8000 | Install if needed, then serve
	@$(SET_UP) && exec $(VENV) -m consult.config.serve

test: ## Chạy mọi phép thử, kể cả trong trình duyệt | Run every test, the browser journeys included
	@$(SET_UP) --dev && exec $(VENV) scripts/run_tests.py test

check: ## Kiểm tra nhanh, không cần trình duyệt | Quick checks, no browser
	@$(SET_UP) --dev && exec $(VENV) scripts/run_tests.py check

journeys: ## Chỉ các hành trình trong trình duyệt | The browser journeys alone
	@$(SET_UP) --dev && exec $(VENV) scripts/run_tests.py journeys

bench: ## Đo hiệu năng, ghi var/bench.json | Measure, write var/bench.json
	@$(SET_UP) --dev && exec $(VENV) scripts/run_tests.py bench

demo-reset: ## Dừng cơ sở dữ liệu và xoá dữ liệu thử trong var/ | Stop the database, delete the demo's data
	@found=; $(FIND_PYTHON); [ ! -x $(VENV) ] || found=$(VENV); exec "$$found" scripts/demo_reset.py

lock: ## Khoá lại phiên bản các gói | Lock the versions of the packages again
	@$(SET_UP) --dev && exec $(VENV) scripts/lock.py
