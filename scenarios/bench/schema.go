package bench

import "embed"

// Sources are this package's Go files, for the comments of what `given` can have.
//
//go:embed *.go
var Sources embed.FS

// Sections lists the keys of `given`, in order.
func Sections() []Section {
	var all []Section
	for _, key := range sectionKeys() {
		all = append(all, sections[key])
	}
	return all
}
