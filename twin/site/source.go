package site

import (
	"os"
	"path"
	"strings"

	"github.com/forecourt/forecourt/twin/strict"
)

// Source returns the text of a ready-made plan, or of the one in a file, and the name by which messages call it. Its
// error is strict.Errors.
func Source(nameOrFile string) (file string, src []byte, err error) {
	if src, err := plans.ReadFile(path.Join("plans", nameOrFile+".yaml")); err == nil {
		return nameOrFile + ".yaml", src, nil
	}
	src, err = os.ReadFile(nameOrFile)
	if err != nil {
		fix := strict.Suggest(nameOrFile, Names())
		if fix != "" {
			fix = "did you mean '" + fix + "'?"
		} else {
			fix = "ready-made ones are " + strings.Join(Names(), ", ")
		}
		return "", nil, strict.Errors{{File: nameOrFile, Message: "there is no such site plan", Fix: fix}}
	}
	return nameOrFile, src, nil
}
