package rigs

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/forecourt/forecourt/twin/site"
)

func TestEveryBuiltInRigLoads(t *testing.T) {
	for _, n := range Names() {
		r, err := Open(n)
		if err != nil || r.Rig != n || r.Site == "" {
			t.Errorf("%s: %+v, %v", n, r, err)
			continue
		}
		plan, err := site.Open(r.Site)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := r.On(plan, nil); err != nil {
			t.Errorf("%s does not fit its own site: %v", n, err)
		}
	}
}

func TestARigInheritsWhatItDoesNotName(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		p := filepath.Join(dir, name)
		if err := os.WriteFile(p, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return p
	}
	write("base.yaml", "rig: base\nextends: twin\nsite: motorway\n")
	r, err := Open(write("mine.yaml", "rig: mine\nextends: base.yaml\nclock: wall\n"))
	if err != nil || r.Rig != "mine" || r.Extends != "base.yaml" || r.Clock != Wall || r.Site != "motorway" {
		t.Fatalf("%+v, %v", r, err)
	}
	write("a.yaml", "rig: a\nextends: b.yaml\n")
	for text, want := range map[string]string{
		"rig: b\nextends: a.yaml\n":              "extends itself",
		"rig: b\nclock: sundial\n":               "'virtual', 'lockstep' or 'wall'",
		"rig: b\nextends: twin\nclok: virtual\n": "did you mean 'clock'?",
		"rig: b\nextends: twim\n":                "did you mean 'twin'?",
	} {
		if _, err := Open(write("b.yaml", text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", text, err)
		}
	}
}
