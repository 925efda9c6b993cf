# demo, test and build each do all set-up on a fresh Debian 12 or 13: what is missing is installed
# with apt-get (through sudo where not root), then the release is configured and built.

PACKAGES := g++ cmake ninja-build libcli11-dev libtomlplusplus-dev libfmt-dev nlohmann-json3-dev \
  zlib1g-dev libssl-dev catch2 libbenchmark-dev
SUDO := $(if $(filter 0,$(shell id -u)),,sudo)
APT := $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0
INSTALL := $(APT) install -y --no-install-recommends

.PHONY: demo test build everything configure setup

demo: build
	build/release/ratelimit simulate --policy policies/gateway.toml --log scenarios/sample-access.log

test: everything
	ctest --preset release

build: configure
	cmake --build --preset release --target ratelimit

everything: configure
	cmake --build --preset release

configure: setup
	cmake --preset release >/dev/null

# Package lists are refreshed only when they are missing or too old to install from.
# MORE=... installs further packages in the same way.
setup:
	@command -v dpkg-query >/dev/null || { echo "not Debian: install $(PACKAGES) by hand"; exit 0; }; \
	missing=; \
	for package in $(PACKAGES) $(MORE); do \
	  dpkg-query -W -f '$${db:Status-Abbrev}' $$package 2>/dev/null | grep -q '^ii' \
	    || missing="$$missing $$package"; \
	done; \
	[ -z "$$missing" ] && exit 0; \
	echo "installing$$missing"; \
	$(INSTALL) $$missing >/dev/null 2>&1 \
	  || { $(APT) update && $(INSTALL) $$missing >/dev/null; }
