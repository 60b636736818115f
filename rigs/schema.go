package rigs

import (
	"embed"
	"reflect"
	"slices"
)

// Sources are this package's Go files, for the comments of what a rig can have.
//
//go:embed *.go
var Sources embed.FS

// Players lists who can play a role.
func Players() []string { return slices.Clone(players) }

// LineKeys returns the struct whose keys a line of a rig has.
func LineKeys() reflect.Type { return reflect.TypeFor[cable]() }
