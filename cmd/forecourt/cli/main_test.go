package cli_test

import (
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/forecourt/forecourt/cmd/forecourt/cli"
	"github.com/forecourt/forecourt/reports"
)

// asCommand makes the test binary the command itself, for tests that need a process.
const asCommand = "FORECOURT_TEST_AS_COMMAND"

func TestMain(m *testing.M) {
	command := func() { os.Exit(cli.Main(os.Args[1:], os.Stdout, os.Stderr)) }
	if os.Getenv(asCommand) != "" {
		command()
	}
	testscript.Main(m, map[string]func(){"forecourt": command})
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: filepath.Join("testdata", "script"),
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits":   exits,
			"journal": extractJournal,
			"field":   field,
			"same":    same,
		},
	})
}

// exits runs the command and wants an exit code: exits 2 run nofile.yaml.
func exits(ts *testscript.TestScript, _ bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	var exit *exec.ExitError
	if err := ts.Exec("forecourt", args[1:]...); errors.As(err, &exit) {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// extractJournal takes the journals of the evidence that a JSON result names: journal RESULT INTO.
func extractJournal(ts *testscript.TestScript, _ bool, args []string) {
	var r reports.Result
	ts.Check(json.Unmarshal([]byte(ts.ReadFile(args[0])), &r))
	e, err := reports.Open(ts.MkAbs(r.Evidence))
	ts.Check(err)
	var all []byte
	for _, j := range e.Run.Journals {
		all = append(all, j.Data...)
	}
	if len(all) == 0 {
		ts.Fatalf("the evidence %s has no journal", r.Evidence)
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), all, 0o600))
}

// field wants a key of a JSON object: field FILE selected 2.
func field(ts *testscript.TestScript, _ bool, args []string) {
	var o map[string]json.RawMessage
	ts.Check(json.Unmarshal([]byte(ts.ReadFile(args[0])), &o))
	if got := string(o[args[1]]); got != args[2] {
		ts.Fatalf("%s is %s, want %s", args[1], got, args[2])
	}
}

// same wants fields of two JSON files to be the same: same A B FIELD...
func same(ts *testscript.TestScript, _ bool, args []string) {
	var a, b map[string]json.RawMessage
	ts.Check(json.Unmarshal([]byte(ts.ReadFile(args[0])), &a))
	ts.Check(json.Unmarshal([]byte(ts.ReadFile(args[1])), &b))
	for _, f := range args[2:] {
		if len(a[f]) == 0 || string(a[f]) != string(b[f]) {
			ts.Fatalf("%s: %s in %s, %s in %s", f, a[f], args[0], b[f], args[1])
		}
	}
}
