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

.PHONY: run demo
run: ## 从零到可用的网站 from nothing to a working site on PORT
	@PORT=$(PORT) $(PYTHON) -m scripts.up run

demo: ## 同 run,但不启动服务 the same without starting servers
	@PORT=$(PORT) $(PYTHON) -m scripts.up demo

.PHONY: setup setup-dev build pdf
pdf: ## 安装 PDF 所需的系统库与字体 install the libraries and fonts of PDF output
	@$(PYTHON) -m scripts.pdf

setup: ## 安装运行所需的依赖 install what running needs
	@$(PYTHON) -m scripts.bootstrap base

setup-dev: ## 安装测试与检查所需的依赖 install what tests and lint need
	@$(PYTHON) -m scripts.bootstrap dev

build: setup ## 前端与翻译 build the front end and the message catalogues
	@$(PYTHON) -m scripts.frontend $(ARGS)
	@$(VENV_PYTHON) -m scripts.messages

.PHONY: test test-sqlite test-postgres test-e2e rows
test: setup-dev ## 在 SQLite 与 PostgreSQL 上运行全部测试 the whole suite on both databases, browsers included
	@$(VENV_PYTHON) -m scripts.test all $(ARGS)

test-sqlite test-postgres test-e2e: test-%: setup-dev
	@$(VENV_PYTHON) -m scripts.test $* $(ARGS)

rows: setup-dev ## 每条需求是否有通过的测试 which requirement rows have a passing test
	@$(VENV_PYTHON) -m scripts.rows $(ARGS)

.PHONY: lint format
lint: setup-dev ## 全部静态检查 every static check
	@$(VENV_PYTHON) -m scripts.lint $(ARGS)

format: setup-dev ## 统一格式 format Python and templates
	@$(VENV_PYTHON) -m scripts.lint --fix

.PHONY: bench
bench: setup-dev build ## 与对照物并排测量 measure beside a peer or a limit
	@$(VENV_PYTHON) -m bench $(ARGS)

.PHONY: lock
lock: setup-dev ## 重新锁定依赖 lock the Python and npm packages again
	$(PYTHON) -m scripts.lock
