package cli

import (
	"os"
	"path/filepath"
	"strings"

	"github.com/forecourt/forecourt/cmd/forecourt/project"
	"github.com/forecourt/forecourt/twin/site/sheet"
	"github.com/forecourt/forecourt/twin/strict"
)

// siteVerb makes site plans.
type siteVerb struct {
	Import  siteImportVerb  `cmd:"" help:"Make site plans of a table in CSV."`
	Columns siteColumnsVerb `cmd:"" help:"Say which columns such a table has."`
}

// siteImportVerb makes a plan of each site of a table.
type siteImportVerb struct {
	Table string `arg:"" name:"csv" help:"The table: a row for each logical nozzle of each site."`
	Into  string `help:"Folder for the plans, one file a site; files that are there are replaced." default:"." placeholder:"DIR"`
	JSON  bool   `name:"json" help:"Print one JSON object and nothing else."`
}

// Run implements the verb.
func (v *siteImportVerb) Run(p *program) error {
	sites, err := readSheet(v.Table)
	if err != nil {
		return p.refuse(err, 1, v.JSON)
	}
	var files []project.File
	var names []string
	for _, s := range sites {
		files = append(files, project.File{Name: fileOf(s), Text: s.YAML})
		names = append(names, filepath.ToSlash(filepath.Join(v.Into, fileOf(s))))
	}
	if err := project.Add(v.Into, files); err != nil {
		return err
	}
	if v.JSON {
		return p.object(map[string]any{"plans": names})
	}
	for i, s := range sites {
		p.print("%s  %s, %s\n", names[i], counted(len(s.Plan.Points()), "fuelling point"), counted(len(s.Plan.Tanks), "tank"))
	}
	return nil
}

// readSheet reads the sites of a table in a file.
func readSheet(file string) ([]sheet.Site, error) {
	src, err := os.ReadFile(file)
	if err != nil {
		return nil, strict.Errors{{File: file, Message: "this file cannot be read", Fix: "name a table in CSV"}}
	}
	return sheet.Read(filepath.ToSlash(file), src)
}

// fileOf is the name of a site's plan, in which nothing of the site's name leads elsewhere.
func fileOf(s sheet.Site) string {
	safe := func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '_' {
			return r
		}
		return '-'
	}
	return strings.Map(safe, s.Name) + ".yaml"
}

// siteColumnsVerb lists the columns.
type siteColumnsVerb struct {
	JSON bool `name:"json" help:"Print one JSON object and nothing else."`
}

// Run implements the verb.
func (v *siteColumnsVerb) Run(p *program) error {
	type item struct {
		named
		Required bool   `json:"required"`
		Example  string `json:"example"`
	}
	var rows [][]string
	var all []item
	for _, c := range sheet.Columns {
		need := ""
		if c.Required {
			need = "required"
		}
		rows = append(rows, []string{c.Name, need, c.Example, c.Doc})
		all = append(all, item{named{c.Name, c.Doc}, c.Required, c.Example})
	}
	if v.JSON {
		return p.object(map[string]any{"columns": all})
	}
	p.table(rows)
	return nil
}

// imported makes a project of a table: of its one site, or of the one that is named, with the others beside it.
func (v *initVerb) imported() (files []project.File, name string, err error) {
	sites, err := readSheet(v.From)
	if err != nil {
		return nil, "", err
	}
	chosen := 0
	if v.Site != "" {
		chosen = -1
		var names []string
		for i, s := range sites {
			names = append(names, s.Name)
			if s.Name == v.Site {
				chosen = i
			}
		}
		if chosen < 0 {
			if meant := strict.Suggest(v.Site, names); meant != "" {
				return nil, "", misused("%s has no site '%s', did you mean \"%s\"?", v.From, v.Site, meant)
			}
			return nil, "", misused("%s has no site '%s'; it has: %s", v.From, v.Site, strings.Join(names, ", "))
		}
	}
	files, err = project.Files(sites[chosen].Plan, sites[chosen].YAML)
	for i, s := range sites {
		if i != chosen {
			files = append(files, project.File{Name: "sites/" + fileOf(s), Text: s.YAML})
		}
	}
	return files, sites[chosen].Name, err
}
