package profile

import (
	"embed"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/forecourt/forecourt/twin/strict"
)

//go:embed *.yaml
var shipped embed.FS

// registry holds the profiles by kind and name, and those that were opened by their path.
type registry struct {
	sync.Mutex
	byKind map[Kind]map[string]*Profile
	byFile map[string]*Profile
	dirs   map[string]bool // that were added
}

var known = sync.OnceValue(func() *registry {
	r := &registry{byKind: map[Kind]map[string]*Profile{}, byFile: map[string]*Profile{}, dirs: map[string]bool{}}
	names, _ := fs.Glob(shipped, "*.yaml")
	for _, standards := range []bool{true, false} {
		for _, name := range names {
			if strings.HasSuffix(name, "-"+Standard+".yaml") != standards {
				continue
			}
			src, err := shipped.ReadFile(name)
			if err != nil {
				panic(err)
			}
			base := r.standard
			if standards {
				base = empty
			}
			p, err := parse(name, src, base)
			if err == nil {
				err = r.add(p, src)
			}
			if err != nil {
				panic("profile: a shipped one is wrong:\n" + err.Error())
			}
		}
	}
	return r
})

// standard returns a copy of the standard model of a kind.
func (r *registry) standard(kind string) Model {
	if p := r.byKind[Kind(kind)][Standard]; p != nil {
		return clone(p.Model)
	}
	return nil
}

// add refuses a name that is taken.
func (r *registry) add(p *Profile, src []byte) error {
	if r.byKind[p.Kind] == nil {
		r.byKind[p.Kind] = map[string]*Profile{}
	}
	if other := r.byKind[p.Kind][p.Profile]; other != nil {
		root, err := strict.Parse(p.File, src)
		if err != nil {
			return err
		}
		return strict.Errors{root.Get("profile").Wrong("the "+string(p.Kind)+" profile '"+p.Profile+"' is taken", "it stands in "+other.File)}
	}
	r.byKind[p.Kind][p.Profile] = p
	return nil
}

// Add registers a profile from outside, from its text. The error is strict.Errors; a name that is taken is one.
func Add(file string, src []byte) (*Profile, error) {
	r := known()
	r.Lock()
	defer r.Unlock()
	p, err := parse(file, src, r.standard)
	if err != nil {
		return nil, err
	}
	return p, r.add(p, src)
}

// AddDir registers every .yaml and .yml file of a folder, in the order of their names; a folder that was added already is
// not read again. The error is strict.Errors, with what is wrong in any of them.
func AddDir(dir string) error {
	if known().seen(dir) {
		return nil
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return strict.Errors{{File: dir, Message: "this folder of profiles cannot be read: " + reason(err)}}
	}
	var found strict.Errors
	n := 0
	for _, e := range entries {
		if e.IsDir() || !slices.Contains([]string{".yaml", ".yml"}, filepath.Ext(e.Name())) {
			continue
		}
		n++
		name := filepath.Join(dir, e.Name())
		src, err := os.ReadFile(name)
		if err != nil {
			found = append(found, strict.Error{File: name, Message: "this profile cannot be read: " + reason(err)})
			continue
		}
		var errs strict.Errors
		if _, err := Add(name, src); errors.As(err, &errs) {
			found = append(found, errs...)
		}
	}
	switch {
	case n == 0:
		return strict.Errors{{File: dir, Message: "there is no profile in this folder", Fix: "profiles are files that end in .yaml"}}
	case len(found) > 0:
		return found
	}
	return nil
}

// seen says that a folder was added before, and notes it.
func (r *registry) seen(dir string) bool {
	r.Lock()
	defer r.Unlock()
	before := r.dirs[dir]
	r.dirs[dir] = true
	return before
}

// Lint says what is wrong with the text of a profile, without registering it. The error is strict.Errors.
func Lint(file string, src []byte) error {
	r := known()
	r.Lock()
	defer r.Unlock()
	_, err := parse(file, src, r.standard)
	return err
}

// Outside lists the files of the profiles that are not ours, in order.
func Outside() (files []string) {
	all := All()
	r := known()
	r.Lock()
	defer r.Unlock()
	for _, p := range r.byFile {
		all = append(all, p)
	}
	for _, p := range all {
		if _, err := shipped.Open(p.File); err != nil {
			files = append(files, p.File)
		}
	}
	slices.Sort(files)
	return files
}

// reason is what is wrong with a path, without the path.
func reason(err error) string {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err.Error()
	}
	return err.Error()
}

// All lists the profiles by kind and name, the standard one of each kind first.
func All() (all []*Profile) {
	r := known()
	r.Lock()
	defer r.Unlock()
	for _, k := range kinds {
		all = append(all, r.byKind[k.Kind][Standard])
		for _, name := range r.names(k.Kind) {
			if name != Standard {
				all = append(all, r.byKind[k.Kind][name])
			}
		}
	}
	return all
}

func (r *registry) names(kind Kind) (names []string) {
	for name := range r.byKind[kind] {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// IsFile says that a plan's word for a profile is the path of a file, not a name.
func IsFile(word string) bool {
	return strings.ContainsAny(word, `/\`) || strings.HasSuffix(word, ".yaml") || strings.HasSuffix(word, ".yml")
}
