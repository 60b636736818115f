package live

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"strings"
	"testing"
)

// ways are the functions that put something into the loop's inbox. Each does it through a door, or through the station's
// stop, so that a recording has all that enters: a way that is not here has forgotten that, or must be added.
var ways = map[string]bool{
	"read": true, "ready": true, // of outlets and real lines: say and take keep it
	"session": true, "pump": true, // sessionDoor
	"ask":      true, // httpDoor
	"send":     true, // outbound
	"dial":     true, // dialDoor
	"hear":     true, // datagramDoor
	"Run":      true, // stop
	"open":     true, // the recorder's own checks
	"Wait":     true, // a script plays what was kept
	"fail":     true, // a notice that a port is lost, which the model does not see
	"keepOpen": true, // a notice for people, which the model does not see
}

func TestNothingEntersTheLoopBesideTheDoors(t *testing.T) {
	set := token.NewFileSet()
	packages, err := parser.ParseDir(set, ".", func(f fs.FileInfo) bool { return !strings.HasSuffix(f.Name(), "_test.go") }, 0)
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, file := range packages["live"].Files {
		for _, d := range file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok {
				continue
			}
			ast.Inspect(f, func(n ast.Node) bool {
				call, ok := n.(*ast.CallExpr)
				if !ok {
					return true
				}
				if s, ok := call.Fun.(*ast.SelectorExpr); ok && s.Sel.Name == "Put" {
					if seen++; !ways[f.Name.Name] {
						t.Errorf("%s: %s puts something into the inbox: let it enter by a door, which keeps it for the recorder",
							set.Position(n.Pos()), f.Name.Name)
					}
				}
				return true
			})
		}
	}
	if seen < len(ways) {
		t.Fatalf("only %d ways were seen: the test looks in the wrong place", seen)
	}
}
