# Two commands matter: `make run` and `make test`. Both start from nothing but Python 3.11+ and make.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && exit; done; echo python3)
PORT ?= 8000
ARGS ?=
VENV_PYTHON := .venv/bin/python
export PYTHONUTF8 := 1

.PHONY: help
help: ## 列出所有命令 list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "  make %-16s %s\n", $$1, $$2 }'

.PHONY: setup setup-dev build watch
setup: ## 安装运行所需的依赖 install what running needs
	@$(PYTHON) -m scripts.bootstrap base

setup-dev: ## 安装测试与检查所需的依赖 install what tests and lint need
	@$(PYTHON) -m scripts.bootstrap dev

build: setup ## 前端与翻译 build the front end and the message catalogues
	@$(PYTHON) -m scripts.frontend $(ARGS)
	@$(VENV_PYTHON) -m scripts.messages

.PHONY: lock
lock: setup-dev ## 重新锁定依赖 lock the Python and npm packages again
	$(PYTHON) -m scripts.lock
