package rigs

import (
	"fmt"
	"slices"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/strict"
)

// Player is who stands behind a role.
type Player string

// The players.
const (
	Twin    Player = "twin"    // a model in this program
	Outside Player = "outside" // somebody else's device or software, at the far end of a line
)

var players = []string{string(Twin), string(Outside)}

// Role is a role and who plays it. In a file it is a word, or a map where the player needs more than its name:
//
//	fuelling-point 1: outside
//	fuelling-point 1: { player: outside }
type Role struct {
	Role   forecourt.Role
	Player Player

	key, player *strict.Node
}

// seat are the keys of a role's map. What a player needs, such as the wires of a bench, is a key here.
type seat struct {
	Player strict.Node `yaml:",required"`
}

// Roles are the roles that a rig names, in the order of the file.
type Roles []Role

// UnmarshalStrict implements strict.Unmarshaler.
func (r *Roles) UnmarshalStrict(n *strict.Node) error {
	if n.Kind() != strict.Map {
		return n.Wrong("'roles' is a map of roles and who plays them", "write roles: { fuelling-point 1: outside }")
	}
	var errs strict.Errors
	for _, p := range n.Pairs() {
		role := Role{key: p.Key, player: p.Value}
		if p.Value.Kind() == strict.Map {
			var s seat
			if more := collect(p.Value.Decode(&s)); len(more) > 0 {
				errs = append(errs, more...)
				continue
			}
			role.player = &s.Player
		}
		var err error
		if role.Role, err = forecourt.ParseRole(p.Key.Text()); err != nil {
			errs = append(errs, p.Key.Errorf("%s", err))
		}
		role.Player = Player(role.player.Text())
		if !slices.Contains(players, role.player.Text()) {
			errs = append(errs, role.player.Unknown("player", players))
		}
		*r = append(*r, role)
	}
	return orNil(errs)
}

// inherit takes what a base names and this rig does not.
func (r *Roles) inherit(base Roles) {
	for _, b := range base {
		if !slices.ContainsFunc(*r, func(own Role) bool { return own.Role == b.Role }) {
			*r = append(*r, b)
		}
	}
}

// collect takes the problems out of the error of a Decode.
func collect(err error) strict.Errors {
	switch err := err.(type) {
	case nil:
		return nil
	case strict.Errors:
		return err
	case strict.Error:
		return strict.Errors{err}
	}
	return strict.Errors{{Message: fmt.Sprint(err)}}
}

func orNil(errs strict.Errors) error {
	if len(errs) == 0 {
		return nil
	}
	return errs
}
