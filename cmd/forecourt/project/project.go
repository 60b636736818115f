package project

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"text/template"

	"github.com/forecourt/forecourt/cmd/forecourt/schema"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/service"
	"github.com/forecourt/forecourt/twin/site"
	"github.com/forecourt/forecourt/twin/strict"
	"github.com/forecourt/forecourt/twin/unit"
)

// The names of a project's files.
const (
	Plan      = "site.yaml"
	Rig       = "rig.yaml"
	Scenarios = "scenarios"
	Schemas   = "schema"
)

// File is a file of a project: its name below the folder, with slashes, and its text.
type File struct {
	Name string
	Text []byte
}

// Here says whether a folder is a project: it has a rig and scenarios.
func Here(dir string) bool {
	src, err := os.ReadFile(filepath.Join(dir, Rig))
	folder, missing := os.Stat(filepath.Join(dir, Scenarios))
	return err == nil && missing == nil && folder.IsDir() && strings.Contains("\n"+string(src), "\nrig:")
}

//go:embed first.tmpl
var firstText string

//go:embed readme.tmpl
var readmeText string

var templates = template.Must(template.Must(template.New("project").Parse(firstText)).Parse(readmeText))

// about is what the templates know.
type about struct {
	Site, Name, Currency string
	Point                forecourt.Point
	Nozzle               forecourt.Nozzle
	Grade                forecourt.Grade
	Tank, Reader         int
	Price, CardPrice     unit.Price // in cash; for the card at the terminal
	Volume               unit.Indicated
	Hold                 unit.Money
	Cashier, Unmanned    bool
	Serves               bool // the point is told to offer postpay first
}

func aboutOf(plan *site.Plan) about {
	side := plan.Points()[0]
	hose, offers := side.Hoses[0], plan.Opening(side.FuellingPoint)
	a := about{
		Site: plan.Site, Name: plan.Name, Currency: string(plan.Currency), Point: side.FuellingPoint, Nozzle: hose.Nozzle, Grade: hose.Grade, Tank: hose.Tank,
		Cashier: !offers.Answers(), Serves: !offers.Confirms(), Unmanned: plan.Unmanned(),
		Volume: unit.Indicated{Count: 10, Unit: plan.Unit},
	}
	for range plan.Decimals.Volume {
		a.Volume.Count *= 10
	}
	a.Volume.Decimals = plan.Decimals.Volume
	a.Price, _ = plan.Price(hose.Grade)
	a.CardPrice, a.Hold = cardPrice(plan, hose.Grade)
	for _, r := range plan.CardReaders {
		if r.FuellingPoint == a.Point && offers.Has(service.Outdoor) {
			a.Reader = r.CardReader
		}
	}
	return a
}

// cardPrice returns what the card of the first scenarios pays for a grade at a terminal, and what is held for it.
func cardPrice(plan *site.Plan, g forecourt.Grade) (unit.Price, unit.Money) {
	card, _ := payment.LookupCard("visa-credit")
	read := card.Read(payment.ContactChip)
	rule := plan.Cards.RuleOf(read)
	terms := forecourt.Terms{Level: forecourt.Credit, Discount: rule.Discount}
	if rule.Level != nil {
		terms.Level = *rule.Level
	}
	hold := plan.POS.PreAuthorise
	for _, most := range []unit.Money{rule.MostAmount, plan.Cards.CutOffOf(read)} {
		if !most.IsZero() && most.Cmp(hold) < 0 {
			hold = most
		}
	}
	for _, x := range plan.Grades {
		if x.Grade == g {
			return terms.Of(x.Price, x.CreditPrice), hold
		}
	}
	return unit.Price{}, hold
}

// Files makes a project of a plan; source is the plan's text.
func Files(plan *site.Plan, source []byte) ([]File, error) {
	if len(plan.Points()) == 0 {
		return nil, fmt.Errorf("the site %s has no fuelling point", plan.Site)
	}
	a := aboutOf(plan)
	rig := "# Who plays each role. All are twins in virtual time; README.md says how a line goes to a real device.\n" +
		"rig: " + plan.Site + "\nextends: twin\nsite: " + Plan + "\n"
	files := []File{{Plan, source}, {Rig, []byte(rig)}, {".gitignore", []byte(".forecourt/\n")}}
	for _, t := range []struct {
		name, body string
		made       bool
	}{
		{Scenarios + "/first-sale.yaml", "sale", !a.Unmanned},
		{Scenarios + "/preset.yaml", "preset", !a.Unmanned},
		{Scenarios + "/card.yaml", "card", a.Reader > 0},
		{"README.md", "readme", true},
	} {
		if !t.made {
			continue
		}
		var b bytes.Buffer
		if err := templates.ExecuteTemplate(&b, t.body, a); err != nil {
			return nil, err
		}
		files = append(files, File{t.name, append(bytes.TrimSpace(b.Bytes()), '\n')})
	}
	hints, err := Hints()
	return append(files, hints...), err
}

// Hints are the schemas of a project and the settings by which VS Code finds them. Other editors read them too: the YAML
// language server has the same settings everywhere.
func Hints() ([]File, error) {
	where := strict.Schema{}
	var files []File
	for _, k := range schema.Kinds {
		text, err := pretty(schema.Of(k))
		if err != nil {
			return nil, err
		}
		name := Schemas + "/" + string(k) + ".schema.json"
		files = append(files, File{name, text})
		where["./"+name] = map[schema.Kind][]string{
			schema.Plan: {Plan, "sites/*.yaml"}, schema.Rig: {Rig, "rigs/*.yaml"}, schema.Scenario: {Scenarios + "/**/*.yaml"},
		}[k]
	}
	for _, f := range []struct {
		name string
		data any
	}{
		{".vscode/settings.json", strict.Schema{"yaml.schemas": where}},
		{".vscode/extensions.json", strict.Schema{"recommendations": []string{"redhat.vscode-yaml"}}},
	} {
		text, err := pretty(f.data)
		if err != nil {
			return nil, err
		}
		files = append(files, File{f.name, text})
	}
	return files, nil
}

func pretty(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(v)
	return b.Bytes(), err
}

// Write writes files into a folder, which is made where it is not there. A folder that has something in it is left alone.
func Write(dir string, files []File) error {
	entries, err := os.ReadDir(dir)
	switch {
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return strict.Errors{{File: dir, Message: "a project cannot be made here: it is no folder that can be read", Fix: "name a new folder"}}
	case len(entries) > 0:
		return strict.Errors{{File: dir, Message: "the folder is not empty", Fix: "name a new one; nothing was written"}}
	}
	return Add(dir, files)
}

// Add writes files into a folder over those that are there.
func Add(dir string, files []File) error {
	for _, f := range files {
		name := filepath.Join(dir, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(name, f.Text, 0o644); err != nil {
			return err
		}
	}
	return nil
}
