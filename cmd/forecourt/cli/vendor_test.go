package cli_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestADialectFromAnotherModule builds a module of its own that registers a dialect, and plays a sale over it.
func TestADialectFromAnotherModule(t *testing.T) {
	if testing.Short() {
		t.Skip("it builds a program")
	}
	dir := t.TempDir()
	root, err := filepath.Abs("../../..")
	if err != nil {
		t.Fatal(err)
	}
	copyFile := func(from, to string, change func(string) string) {
		b, err := os.ReadFile(from)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, to), []byte(change(string(b))), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	same := func(s string) string { return s }
	copyFile("testdata/vendor/main.go", "main.go", same)
	copyFile("testdata/vendor/sale.yaml", "sale.yaml", same)
	copyFile(filepath.Join(root, "go.sum"), "go.sum", same)
	copyFile(filepath.Join(root, "go.mod"), "go.mod", func(mod string) string {
		mod = regexp.MustCompile(`(?m)^module .*$`).ReplaceAllString(mod, "module acme.example/acme")
		return mod + "\nrequire github.com/forecourt/forecourt v0.0.0\n\nreplace github.com/forecourt/forecourt => " + root + "\n"
	})
	run := func(name string, args ...string) string {
		cmd := exec.Command(name, args...)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOWORK=off")
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
		}
		return string(out)
	}
	run("go", "build", "-o", "acme", ".")
	acme := filepath.Join(dir, "acme")
	if out := run(acme, "decode", "acme", "50 20 FA"); !strings.Contains(out, "50h POLL") {
		t.Errorf("decode says %s", out)
	}
	if out := run(acme, "list", "protocols"); !strings.Contains(out, "acme") || !strings.Contains(out, "19200 8O1") {
		t.Errorf("the dialect is not listed: %s", out)
	}
	if out := run(acme, "run", "sale.yaml", "--seed", "1"); !strings.Contains(out, "1 pass") {
		t.Errorf("the sale does not pass: %s", out)
	}
}
