package cli

import (
	"os"
	"slices"

	"github.com/forecourt/forecourt/twin/profile"
)

// models are the flags that make device models from outside known.
type models struct {
	Profiles []string `help:"Folder of device models of your own (YAML); may be given again." placeholder:"DIR" sep:"none"`
}

// add reads the folders. The error is strict.Errors.
func (m models) add() error {
	for _, dir := range m.Profiles {
		if err := profile.AddDir(dir); err != nil {
			return err
		}
	}
	return nil
}

// where are the flags that say which were known, for the command that repeats a run.
func (m models) where() (words []string) {
	for _, dir := range m.Profiles {
		words = append(words, "--profiles", shellWord(dir))
	}
	return words
}

func checkProfile(file string) error {
	src, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	return profile.Lint(file, src)
}

// listProfiles lists the models, each with its numbers and where those are from. People are spared what is as in the
// standard model, which stands first of its kind.
func listProfiles(*setting) (rows [][]string, items any) {
	type item struct {
		Kind    string           `json:"kind"`
		Name    string           `json:"name"`
		Doc     string           `json:"doc"`
		File    string           `json:"file"`
		Numbers []profile.Number `json:"numbers"`
	}
	var all []item
	var standard []profile.Number
	for _, p := range profile.All() {
		if p.Profile == profile.Standard {
			standard = nil
		}
		it := item{string(p.Kind), p.Profile, p.Name, p.File, p.Numbers()}
		rows = append(rows, []string{it.Kind, it.Name, it.Doc, ""})
		for _, n := range it.Numbers {
			if slices.Contains(standard, n) {
				continue
			}
			rows = append(rows, []string{"", "  " + n.Key, n.Is, string(n.Source)})
		}
		if p.Profile == profile.Standard {
			standard = it.Numbers
		}
		all = append(all, it)
	}
	return rows, all
}
