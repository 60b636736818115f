package schema_test

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/forecourt/forecourt/cmd/forecourt/project"
	"github.com/forecourt/forecourt/cmd/forecourt/schema"
	"github.com/forecourt/forecourt/scenarios/acceptance"
	"github.com/forecourt/forecourt/scenarios/suite"
	"github.com/forecourt/forecourt/twin/site"
	"github.com/forecourt/forecourt/twin/strict"
)

func compiled(t *testing.T, k schema.Kind) *jsonschema.Schema {
	t.Helper()
	text, err := json.Marshal(schema.Of(k))
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("mem:///"+string(k), doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("mem:///" + string(k))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// placeholder is what a matrix fills; its braces are none of YAML's.
var placeholder = regexp.MustCompile(`\$\{([a-z0-9-]+)\}`)

// read reads YAML as an editor does: through the values of JSON.
func read(t *testing.T, src []byte) any {
	t.Helper()
	root, err := strict.Parse("file.yaml", placeholder.ReplaceAll(src, []byte("$$$1")))
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(value(root))
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// value is what YAML's core schema takes a node for.
func value(n *strict.Node) any {
	switch n.Kind() {
	case strict.Map:
		m := map[string]any{}
		for _, p := range n.Pairs() {
			m[p.Key.Text()] = value(p.Value)
		}
		return m
	case strict.Seq:
		all := []any{}
		for _, item := range n.Items() {
			all = append(all, value(item))
		}
		return all
	case strict.Null:
		return nil
	}
	if !n.IsString() {
		if i, err := strconv.ParseInt(n.Text(), 0, 64); err == nil {
			return i
		}
		if f, err := strconv.ParseFloat(n.Text(), 64); err == nil {
			return f
		}
		if n.Text() == "true" || n.Text() == "false" {
			return n.Text() == "true"
		}
	}
	return n.Text()
}

// shipped are the files of each kind that the program brings along.
func shipped(t *testing.T) map[schema.Kind]map[string][]byte {
	t.Helper()
	all := map[schema.Kind]map[string][]byte{schema.Plan: {}, schema.Rig: {}, schema.Scenario: {}}
	for _, name := range site.Names() {
		_, src, err := site.Source(name)
		if err != nil {
			t.Fatal(err)
		}
		all[schema.Plan][name] = src
		plan, err := site.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		made, err := acceptance.Files(plan, name)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range made {
			all[schema.Scenario][f.Name] = f.Text
		}
		begun, err := project.Files(plan, src)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range begun {
			switch {
			case f.Name == project.Rig:
				all[schema.Rig][name+"/"+f.Name] = f.Text
			case strings.HasPrefix(f.Name, project.Scenarios+"/"):
				all[schema.Scenario][name+"/"+f.Name] = f.Text
			}
		}
	}
	rigs, _ := filepath.Glob("../../../rigs/*.yaml")
	for _, name := range rigs {
		src, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		all[schema.Rig][name] = src
	}
	err := fs.WalkDir(suite.FS, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			all[schema.Scenario][name], err = fs.ReadFile(suite.FS, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestWhateverIsShippedIsValid(t *testing.T) {
	for kind, files := range shipped(t) {
		s := compiled(t, kind)
		if len(files) < 5 {
			t.Fatalf("only %d files of kind %s were seen", len(files), kind)
		}
		for name, src := range files {
			if err := s.Validate(read(t, src)); err != nil {
				t.Errorf("%s: %#v", name, err)
			}
		}
	}
}

func TestATypoIsNot(t *testing.T) {
	files := shipped(t)
	for _, c := range []struct {
		kind           schema.Kind
		file, old, new string
	}{
		{schema.Plan, "kiosk", "poll-cycle", "pol-cycle"},
		{schema.Plan, "kiosk", "dialect: dart", "dialect: drat"},
		{schema.Plan, "kiosk", "30000 L", "30000 l"},
		{schema.Plan, "kiosk", "max-unpaid: 2", "max-unpaid: 2, release: sometimes"},
		{schema.Plan, "kiosk", "postpay+prepay", "postpay+sometimes"},
		{schema.Plan, "kiosk", "max-unpaid: 2", "max-unpaid: 2, schedule: [{ from: \"24:00\", mode: prepay }]"},
		{schema.Plan, "kiosk", "nozzle: 1, ", ""},
		{schema.Plan, "urban", "grades:\n              - { nozzle", "grade:\n              - { nozzle"},
		{schema.Plan, "urban", "rounding: half-up", "rounding: halfup"},
		{schema.Plan, "urban", "{ nozzle: 3, grade: super-98, tank: 3 }", "{ nozzle: 3, grade: super-98, tank: 3, satellite: true }"},
		{schema.Rig, "../../../rigs/serial-pump.yaml", "fuelling-point 1: outside", "fuelling-point 1: outsid"},
		{schema.Rig, "../../../rigs/serial-pump.yaml", "  bus 1:", "  buss 1:"},
		{schema.Rig, "../../../rigs/serial-pump.yaml", "direction: auto", "directon: auto"},
		{schema.Rig, "../../../rigs/wall.yaml", "clock: wall", "clock: wal"},
		{schema.Scenario, "outdoor/chip.yaml", "lift-nozzle", "lift-nozle"},
		{schema.Scenario, "outdoor/chip.yaml", "nozzle: 1 }", "nozle: 1 }"},
		{schema.Scenario, "outdoor/chip.yaml", "event: started", "event: startet"},
		{schema.Scenario, "outdoor/chip.yaml", "price: 1.799 EUR/L, within", "prize: 1.799 EUR/L, within"},
		{schema.Scenario, "outdoor/chip.yaml", "within: 12 s", "within: 12 sec"},
		{schema.Scenario, "outdoor/chip.yaml", "needs: [outdoor", "needs: [outdor"},
		{schema.Scenario, "outdoor/chip.yaml", "given: { prices", "given: { price"},
	} {
		src := files[c.kind][c.file]
		bad := strings.Replace(string(src), c.old, c.new, 1)
		if bad == string(src) {
			t.Errorf("%s: the mistake '%s' was not made", c.file, c.new)
			continue
		}
		if compiled(t, c.kind).Validate(read(t, []byte(bad))) == nil {
			t.Errorf("%s with '%s' is valid", c.file, c.new)
		}
	}
}

func TestKeysHaveTheCommentsOfTheirFields(t *testing.T) {
	text, err := json.Marshal(schema.Of(schema.Plan))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(text), `"description":"parts per million; positive: the meter counts too much"`) {
		t.Error("the error of a meter is not explained")
	}
}
