# Crier. `make` alone lists what there is.
.POSIX:
.PHONY: help demo test test-conformance screenshots bench run dist format clean

help:
	@echo 'make demo     show a whole broadcast: WhatsApp in a box, PostgreSQL and the server in one go'
	@echo 'make run      run the server on the folder data (options: make run ARGS="--port 9000")'
	@echo 'make test     run every test; the last line is the sum'
	@echo 'make test-conformance  let two WhatsApp clients of others judge the sandbox (needs Node.js)'
	@echo 'make screenshots  photograph every page of the Studio, by its tests, into target/screenshots'
	@echo 'make bench    measure it, against a sink on this machine, and the pages of lists when there is very much to list'
	@echo '              (make bench ARGS=--lists: only the lists; ARGS=--skip-lists: without them)'
	@echo 'make dist     pack dist/crier-VERSION.tar.gz, which runs without Maven'
	@echo 'make format   format the sources'
	@echo 'make clean    remove what was built (data stays)'

demo:
	@./crier demo $(ARGS)

run:
	@./crier serve $(ARGS)

test:
	@etc/test.sh

test-conformance:
	@etc/conformance.sh

screenshots:
	@JAVA_HOME=$$(etc/jdk.sh) && export JAVA_HOME && ./crier --version >/dev/null && rm -rf target/screenshots \
	  && mvn -q -B test -pl sandbox,client,server -Dtest='dev.crier.browser.*Test' -DfailIfNoTests=false \
	    -Dsurefire.failIfNoSpecifiedTests=false -Dspotless.check.skip=true "-Dcrier.screenshots=$$PWD/target/screenshots" \
	  && ls target/screenshots

bench:
	@JAVA_HOME=$$(etc/jdk.sh) && export JAVA_HOME && ./crier --version >/dev/null \
	  && mvn -q -B package -pl bench -am -DskipTests -Dspotless.check.skip=true \
	  && "$$JAVA_HOME/bin/java" -cp bench/target/crier-bench.jar:server/target/crier-server.jar dev.crier.bench.Bench $(ARGS)

dist:
	@etc/dist.sh

format:
	@JAVA_HOME=$$(etc/jdk.sh) && export JAVA_HOME && mvn -q -B spotless:apply \
	  && mvn -q -B -f conformance/pom.xml spotless:apply

clean:
	@rm -rf target sandbox/target client/target server/target bench/target conformance/target conformance/node_modules dist
