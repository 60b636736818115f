package project

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/forecourt/forecourt/scenarios"
	"github.com/forecourt/forecourt/scenarios/bench/twin"
	"github.com/forecourt/forecourt/scenarios/verdict"
	"github.com/forecourt/forecourt/twin/site"
	"github.com/forecourt/forecourt/twin/strict"
)

func TestTheFirstScenariosOfEveryPlanPass(t *testing.T) {
	for _, name := range site.Names() {
		file, src, err := site.Source(name)
		if err != nil {
			t.Fatal(err)
		}
		plan, err := site.Load(file, src)
		if err != nil {
			t.Fatal(err)
		}
		files, err := Files(plan, src)
		if err != nil {
			t.Fatal(err)
		}
		cat, err := twin.Catalogue(plan)
		if err != nil {
			t.Fatal(err)
		}
		played := 0
		for _, f := range files {
			if f.Name == Plan && !bytes.Equal(f.Text, src) {
				t.Errorf("%s: the plan was changed", name)
			}
			if !strings.HasPrefix(f.Name, Scenarios+"/") {
				continue
			}
			found, problems := scenarios.Parse(f.Name, f.Text, &cat)
			if len(problems) > 0 {
				t.Errorf("%s: %v", name, problems)
				continue
			}
			for _, sc := range found {
				r, _ := scenarios.RunScenario(sc, scenarios.Options{Seed: 7, Build: twin.Bench{Plan: plan}.Build})
				if r.Verdict != verdict.Pass || r.Judged == 0 {
					t.Errorf("%s: %s: %s, %+v", name, sc.ID, r.Verdict, r.Cause)
				}
				played++
			}
		}
		if want := 3; played != want && !plan.Unmanned() || played < 1 {
			t.Errorf("%s: %d scenarios were played", name, played)
		}
	}
}

func TestTheSettingsPointAtTheSchemas(t *testing.T) {
	files, err := Hints()
	if err != nil {
		t.Fatal(err)
	}
	names := map[string][]byte{}
	for _, f := range files {
		names[f.Name] = f.Text
		if !json.Valid(f.Text) {
			t.Errorf("%s is no JSON", f.Name)
		}
	}
	var settings struct {
		Schemas map[string][]string `json:"yaml.schemas"`
	}
	if err := json.Unmarshal(names[".vscode/settings.json"], &settings); err != nil || len(settings.Schemas) != 3 {
		t.Fatalf("%v, %v", settings, err)
	}
	for path := range settings.Schemas {
		if names[strings.TrimPrefix(path, "./")] == nil {
			t.Errorf("there is no %s", path)
		}
	}
}

func TestAFolderThatIsNotEmptyIsLeftAlone(t *testing.T) {
	dir := t.TempDir()
	files := []File{{"a/b.txt", []byte("x")}}
	if err := Write(filepath.Join(dir, "new"), files); err != nil {
		t.Fatal(err)
	}
	var refused strict.Errors
	if err := Write(dir, files); !errors.As(err, &refused) {
		t.Errorf("%v", err)
	}
	if _, err := os.Stat(filepath.Join(dir, "a")); err == nil {
		t.Error("something was written")
	}
	if err := Write(filepath.Join(dir, "new", "a", "b.txt"), files); !errors.As(err, &refused) {
		t.Errorf("a file is no folder: %v", err)
	}
	for _, c := range []struct {
		file File
		here bool
	}{
		{File{"notes.txt", []byte("rig: x\n")}, false}, {File{"rig.yaml", []byte("# rig\nname: x\n")}, false},
		{File{"rig.yaml", []byte("# mine\nrig: x\n")}, false}, {File{"scenarios/a.yaml", nil}, true},
	} {
		if err := Add(dir, []File{c.file}); err != nil || Here(dir) != c.here {
			t.Errorf("with %s it is a project: %t, %v", c.file.Name, Here(dir), err)
		}
	}
}
