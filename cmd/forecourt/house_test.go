package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/forecourt/forecourt/"

// house is DESIGN.md section 2 as data: a package may import only what stands in a lower row. Packages of one row do not
// import each other, but a package may import what lies below its own folder where its row says so.
var house = []struct {
	floor    int
	packages []string // a trailing /... takes in everything below
	within   bool     // packages of this row that share their first two path elements may import each other
}{
	{0, []string{"twin/unit", "twin/clock"}, false},
	{0, []string{"twin/chance", "twin/strict", "twin/vessel", "twin/thermal"}, false},
	{0, []string{"twin/forecourt"}, false},
	{0, []string{"twin/payment", "twin/service"}, false},
	{1, []string{"twin/wire/frame"}, false},
	{1, []string{"twin/wire"}, false},
	{1, []string{"twin/wire/emv"}, false},
	{1, []string{
		"twin/wire/iso8583", "twin/wire/dart", "twin/wire/twowire", "twin/wire/udc", "twin/wire/ifsf", "twin/wire/fdc", "twin/wire/pts",
		"twin/wire/veeder",
	}, false},
	{1, []string{"twin/wire/wiretest"}, false},
	{2, []string{"twin/line"}, false},
	{2, []string{"twin/journal"}, false},
	{2, []string{"twin/machine"}, false},
	{2, []string{"twin/machine/machinetest"}, false},
	{2, []string{"twin/loop"}, false},
	{2, []string{"twin/profile"}, false},
	{3, []string{
		"twin/dispenser/...", "twin/tank/...", "twin/app", "twin/cardreader", "twin/controller/...", "twin/host/...", "twin/pos", "twin/pricesign",
		"twin/gateway/...", "twin/loyalty", "twin/oms", "twin/site/...",
	}, true},
	{4, []string{"twin/station/..."}, true},
	{4, []string{"twin/recording"}, false},
	{4, []string{"twin/live"}, false},
	{5, []string{"hil/..."}, true},
	{5, []string{"rigs"}, false},
	{6, []string{"scenarios/verdict"}, false},
	{6, []string{"scenarios/..."}, true},
	{7, []string{"reports"}, false},
	{8, []string{"cmd/..."}, true},
}

func rowOf(pkg string) int {
	best, length := -1, -1
	for i, row := range house {
		for _, p := range row.packages {
			base, below := strings.CutSuffix(p, "/...")
			if (pkg == base || below && strings.HasPrefix(pkg, base+"/")) && len(base) > length {
				best, length = i, len(base)
			}
		}
	}
	return best
}

// party returns what two packages must share to import each other inside a row: twin/gateway, scenarios, cmd/forecourt.
func party(pkg string) string {
	parts := strings.Split(pkg, "/")
	if parts[0] == "scenarios" || parts[0] == "hil" {
		return parts[0]
	}
	return strings.Join(parts[:min(2, len(parts))], "/")
}

func sources(t *testing.T, f func(path, pkg string, file *ast.File, fset *token.FileSet)) {
	t.Helper()
	root := filepath.Join("..", "..")
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(root, path)
		if d.IsDir() && (strings.HasPrefix(d.Name(), ".") && d.Name() != ".." && rel != "." || d.Name() == "testdata") {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(path, ".go") {
			return nil
		}
		fset := token.NewFileSet()
		file, err := parser.ParseFile(fset, path, nil, parser.ParseComments)
		if err != nil {
			return err
		}
		f(filepath.ToSlash(rel), filepath.ToSlash(filepath.Dir(rel)), file, fset)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestNoImportRunsUpward(t *testing.T) {
	seen := 0
	sources(t, func(path, pkg string, file *ast.File, _ *token.FileSet) {
		row := rowOf(pkg)
		if row < 0 {
			t.Errorf("%s: package %s has no floor in the house", path, pkg)
			return
		}
		test := strings.HasSuffix(path, "_test.go") || strings.HasSuffix(pkg, "test")
		for _, imp := range file.Imports {
			name, _ := strconv.Unquote(imp.Path.Value)
			other, ours := strings.CutPrefix(name, module)
			if !ours || other == pkg {
				continue
			}
			seen++
			to := rowOf(other)
			switch {
			case to >= 0 && to < row:
			case to == row && house[row].within && party(pkg) == party(other):
			case test && to >= 0 && house[to].floor <= 2:
			case test && to >= 0 && party(pkg) == party(other):
			default:
				t.Errorf("%s imports %s, which stands on floor %d or beside it", path, other, house[row].floor)
			}
		}
	})
	if seen < 50 {
		t.Fatalf("only %d imports were seen: the test looks in the wrong place", seen)
	}
}

// forbidden is what nothing under twin/ may use but clock, the loop's inbox and live: the world's time, its goroutines,
// its sockets and its randomness.
var forbidden = map[string][]string{
	"time":     {"Now", "Since", "Until", "Sleep", "After", "AfterFunc", "Tick", "NewTimer", "NewTicker"},
	"net":      {"Listen", "Dial", "DialTimeout", "ListenPacket"},
	"net/http": {"Get", "Post", "PostForm", "Head", "ListenAndServe", "DefaultClient", "DefaultTransport"},
	"os":       {"Create", "WriteFile", "Stdout", "Stderr"},
}

var worldly = map[string]bool{"twin/clock": true, "twin/live": true}

func TestTheModelHasNoClockOfItsOwn(t *testing.T) {
	sources(t, func(path, pkg string, file *ast.File, fset *token.FileSet) {
		if !strings.HasPrefix(pkg, "twin/") || worldly[pkg] || strings.HasSuffix(path, "_test.go") {
			return
		}
		names := map[string]string{} // local name to import path
		for _, imp := range file.Imports {
			p, _ := strconv.Unquote(imp.Path.Value)
			name := p[strings.LastIndex(p, "/")+1:]
			if imp.Name != nil {
				name = imp.Name.Name
			}
			names[name] = p
			if p == "math/rand" || p == "crypto/rand" {
				t.Errorf("%s imports %s; draw from twin/chance", path, p)
			}
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.GoStmt:
				t.Errorf("%s: a goroutine is started at %s", path, fset.Position(n.Pos()))
			case *ast.SelectorExpr:
				x, ok := n.X.(*ast.Ident)
				if !ok {
					return true
				}
				for _, bad := range forbidden[names[x.Name]] {
					if n.Sel.Name == bad && x.Obj == nil {
						t.Errorf("%s: %s.%s at %s", path, x.Name, bad, fset.Position(n.Pos()))
					}
				}
			}
			return true
		})
	})
}

func TestHardwareLibrariesStayInHIL(t *testing.T) {
	sources(t, func(path, pkg string, file *ast.File, _ *token.FileSet) {
		for _, imp := range file.Imports {
			p, _ := strconv.Unquote(imp.Path.Value)
			for _, lib := range []string{"periph.io/", "github.com/warthog618/", "github.com/tarm/serial"} {
				if strings.HasPrefix(p, lib) && !strings.HasPrefix(pkg, "hil") {
					t.Errorf("%s imports %s outside hil", path, p)
				}
			}
			if p == "gopkg.in/yaml.v3" && pkg != "twin/strict" {
				t.Errorf("%s imports yaml outside twin/strict", path)
			}
		}
	})
}

func TestEveryPackageSaysWhatItIs(t *testing.T) {
	documented := map[string]bool{}
	sources(t, func(path, pkg string, file *ast.File, _ *token.FileSet) {
		if strings.HasSuffix(path, "_test.go") {
			return
		}
		documented[pkg] = documented[pkg] || file.Doc != nil && len(file.Doc.Text()) > 40
	})
	for pkg, ok := range documented {
		if !ok {
			t.Errorf("package %s has no doc comment", pkg)
		}
	}
}
