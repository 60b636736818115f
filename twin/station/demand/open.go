package demand

import (
	"embed"
	"os"
	"path"
	"strings"

	"github.com/forecourt/forecourt/twin/strict"
)

// builtIn lists the names of the YAML files of an embedded folder, in order.
func builtIn(from embed.FS, folder string) []string {
	entries, _ := from.ReadDir(folder) // in the order of their names
	var names []string
	for _, e := range entries {
		names = append(names, strings.TrimSuffix(e.Name(), ".yaml"))
	}
	return names
}

// open reads what is built in, by its name, or a file. Kind is the word for what it reads.
func open(from embed.FS, folder, kind, nameOrFile string) (file string, src []byte, err error) {
	if src, err = from.ReadFile(path.Join(folder, nameOrFile+".yaml")); err == nil {
		return nameOrFile + ".yaml", src, nil
	}
	if src, err = os.ReadFile(nameOrFile); err != nil {
		return "", nil, strict.Errors{{
			File: nameOrFile, Message: "there is no such " + kind + " profile", Fix: suggestion(nameOrFile, builtIn(from, folder)),
		}}
	}
	return nameOrFile, src, nil
}
