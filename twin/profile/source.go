package profile

import (
	"strings"

	"github.com/forecourt/forecourt/twin/strict"
)

// Source says where a number is from: a letter of the fact sheets with the place, or DesignDefault.
type Source string

// DesignDefault is the Source of a number that we have chosen.
const DesignDefault Source = "design default"

// letters are what the fact sheets grade a source with.
const letters = "ABCK"

// UnmarshalStrict implements strict.Unmarshaler.
func (s *Source) UnmarshalStrict(n *strict.Node) error {
	text := n.Text()
	letter, place, _ := strings.Cut(text, ": ")
	if text != string(DesignDefault) && (len(letter) != 1 || !strings.Contains(letters, letter) || strings.TrimSpace(place) == "") {
		return n.Wrong("'"+text+"' is no source", `write "B: the manual and its page" (A, B, C or K), or design default`)
	}
	*s = Source(text)
	return nil
}
