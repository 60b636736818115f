package cli

import (
	"path/filepath"

	"github.com/forecourt/forecourt/cmd/forecourt/project"
	"github.com/forecourt/forecourt/cmd/forecourt/schema"
	"github.com/forecourt/forecourt/rigs"
	"github.com/forecourt/forecourt/twin/site"
)

// defaultRig is what is played on where no rig is named: the project's, in a project's folder.
func defaultRig() string {
	if project.Here(".") {
		return project.Rig
	}
	return rigs.Default
}

// settle names the rig where nobody has, and in a project's folder its scenarios too.
func (pl *place) settle(paths []string) []string {
	if pl.Rig == "" {
		pl.Rig = defaultRig()
	}
	if len(paths) == 0 && project.Here(".") {
		return []string{project.Scenarios}
	}
	return paths
}

// defaultSite is the plan of the live station where none is named.
func defaultSite() (string, error) {
	if !project.Here(".") {
		return site.Default, nil
	}
	rig, err := rigs.Open(project.Rig)
	if err != nil || rig.Site == "" {
		return site.Default, err
	}
	return rig.Site, nil
}

// initVerb writes a new project.
type initVerb struct {
	Dir  string `arg:"" help:"The new folder."`
	Site string `help:"Site plan to begin with: a ready-made one or a file; with --from, the site of the table." placeholder:"PLAN"`
	From string `help:"Table of sites to begin with, as CSV; forecourt site columns says what it has." placeholder:"CSV"`
	JSON bool   `name:"json" help:"Print one JSON object and nothing else."`
}

// Run implements the verb.
func (v *initVerb) Run(p *program) error {
	files, name, err := v.files()
	if err == nil {
		err = project.Write(v.Dir, files)
	}
	if err != nil {
		return p.refuse(err, 1, v.JSON)
	}
	return v.tell(p, name, files)
}

func (v *initVerb) files() (files []project.File, name string, err error) {
	if v.From != "" {
		return v.imported()
	}
	from := v.Site
	if from == "" {
		from = site.Default
	}
	file, src, err := site.Source(from)
	if err != nil {
		return nil, "", err
	}
	plan, err := site.Load(file, src)
	if err != nil {
		return nil, "", err
	}
	files, err = project.Files(plan, src)
	return files, plan.Site, err
}

func (v *initVerb) tell(p *program, name string, files []project.File) error {
	var names []string
	for _, f := range files {
		names = append(names, f.Name)
	}
	if v.JSON {
		return p.object(map[string]any{"dir": v.Dir, "site": name, "files": names})
	}
	p.print("project %s, site %s\n", v.Dir, name)
	for _, n := range names {
		p.print("  %s\n", n)
	}
	p.print("next: cd %s && forecourt run\n", shellWord(v.Dir))
	return nil
}

// schemaVerb writes the schemas.
type schemaVerb struct {
	Kind string `arg:"" optional:"" help:"plan, rig or scenario: print its JSON Schema." enum:"plan,rig,scenario," default:""`
	Into string `help:"Write all of them into a project's folder, with the settings by which VS Code finds them." placeholder:"DIR"`
}

// Run implements the verb.
func (v *schemaVerb) Run(p *program) error {
	switch {
	case (v.Kind == "") == (v.Into == ""):
		return misused("name one kind of file (plan, rig or scenario), or a folder with --into")
	case v.Kind != "":
		return p.object(schema.Of(schema.Kind(v.Kind)))
	}
	files, err := project.Hints()
	if err != nil {
		return err
	}
	for _, f := range files {
		p.print("  %s\n", filepath.ToSlash(filepath.Join(v.Into, f.Name)))
	}
	return project.Add(v.Into, files)
}
