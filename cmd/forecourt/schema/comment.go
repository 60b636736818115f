package schema

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"reflect"
	"strings"
	"sync"

	"github.com/forecourt/forecourt/rigs"
	"github.com/forecourt/forecourt/scenarios/bench"
	"github.com/forecourt/forecourt/twin/site"
	"github.com/forecourt/forecourt/twin/strict"
)

// comments reads the comments of fields once, by "Type.Field" of the packages whose sources are in the program.
var comments = sync.OnceValue(func() map[string]string {
	all := map[string]string{}
	for _, src := range []struct {
		pkg   string
		files fs.FS
	}{
		{reflect.TypeFor[site.Plan]().PkgPath(), site.Sources}, {reflect.TypeFor[rigs.Rig]().PkgPath(), rigs.Sources},
		{reflect.TypeFor[bench.Given]().PkgPath(), bench.Sources},
	} {
		names, _ := fs.Glob(src.files, "*.go")
		for _, name := range names {
			text, err := fs.ReadFile(src.files, name)
			if err != nil {
				continue
			}
			file, err := parser.ParseFile(token.NewFileSet(), name, text, parser.ParseComments|parser.SkipObjectResolution)
			if err != nil {
				continue // it compiled: this cannot be
			}
			ast.Inspect(file, func(n ast.Node) bool {
				if t, ok := n.(*ast.TypeSpec); ok {
					fieldsOf(src.pkg+"."+t.Name.Name, t.Type, all)
				}
				return true
			})
		}
	}
	return all
})

func fieldsOf(owner string, t ast.Expr, all map[string]string) {
	s, ok := t.(*ast.StructType)
	if !ok {
		return
	}
	for _, f := range s.Fields.List {
		text := f.Doc.Text()
		if text == "" {
			text = f.Comment.Text()
		}
		for _, name := range f.Names {
			all[owner+"."+name.Name] = strings.Join(strings.Fields(text), " ")
		}
	}
}

// comment puts the comment of a field beside its key.
func comment(owner reflect.Type, field, _ string, s strict.Schema) {
	if text := comments()[owner.PkgPath()+"."+owner.Name()+"."+field]; text != "" {
		s["description"] = text
	}
}
