package strict

import (
	"encoding"
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/forecourt/forecourt/twin/unit"
)

func (d *decoder) str(n *Node, v reflect.Value) {
	if n.Kind() != Scalar {
		d.expected(n, "text", "")
		return
	}
	v.SetString(n.Text())
}

func (d *decoder) boolean(n *Node, v reflect.Value) {
	if n.Kind() == Scalar && !n.IsString() {
		switch n.Text() {
		case "true", "false":
			v.SetBool(n.Text() == "true")
			return
		}
	}
	fix := ""
	switch strings.ToLower(n.Text()) {
	case "true", "yes", "on", "y", "1":
		fix = didYouMean("true")
	case "false", "no", "off", "n", "0":
		fix = didYouMean("false")
	}
	d.expected(n, "true or false", fix)
}

// numeral is what an integer may look like: no sign but minus, no underscores,
// no octal.
var numeral = regexp.MustCompile(`^-?(0|[1-9][0-9]*|0x[0-9a-fA-F]+)$`)

// integer returns the text of an integer, or reports why there is none.
func (d *decoder) integer(n *Node) (string, bool) {
	text := n.Text()
	if n.Kind() == Scalar && !n.IsString() && numeral.MatchString(text) {
		return text, true
	}
	fix := ""
	plain := strings.TrimPrefix(strings.ReplaceAll(text, "_", ""), "+")
	switch {
	case n.IsString() && numeral.MatchString(text):
		fix = "leave the quotes away"
	case numeral.MatchString(plain):
		fix = didYouMean(plain)
	}
	d.expected(n, "a whole number", fix)
	return "", false
}

func (d *decoder) signed(n *Node, v reflect.Value) {
	text, ok := d.integer(n)
	if !ok {
		return
	}
	bits := v.Type().Bits()
	i, err := strconv.ParseInt(text, 0, bits)
	if err != nil {
		low := int64(-1) << (bits - 1)
		d.wrong(n, fmt.Sprintf("%s is out of range, %d to %d", quote(text), low, ^low), "")
		return
	}
	v.SetInt(i)
}

func (d *decoder) unsigned(n *Node, v reflect.Value) {
	text, ok := d.integer(n)
	if !ok {
		return
	}
	bits := v.Type().Bits()
	u, err := strconv.ParseUint(text, 0, bits)
	if err != nil {
		d.wrong(n, fmt.Sprintf("%s is out of range, 0 to %d", quote(text), ^uint64(0)>>(64-bits)), "")
		return
	}
	v.SetUint(u)
}

func (d *decoder) duration(n *Node, into *time.Duration) {
	if n.Kind() != Scalar {
		d.expected(n, "a duration", "")
		return
	}
	span, err := unit.ParseDuration(n.Text())
	if err != nil {
		d.refusedText(n, err)
		return
	}
	*into = span
}

func (d *decoder) text(n *Node, t reflect.Type, into encoding.TextUnmarshaler) {
	if n.Kind() != Scalar {
		d.expected(n, nounFor(t), "")
		return
	}
	if err := into.UnmarshalText([]byte(n.Text())); err != nil {
		d.refusedText(n, err)
	}
}

// refusedText reports why a text could not be read, the fix apart when there is
// one.
func (d *decoder) refusedText(n *Node, err error) {
	var wrong *unit.ParseError
	if errors.As(err, &wrong) {
		d.wrong(n, wrong.Message(), didYouMean(wrong.Fix))
		return
	}
	d.wrong(n, err.Error(), "")
}

// nounFor makes a type's name a noun: FlowRate becomes "a flow rate".
func nounFor(t reflect.Type) string {
	noun := strings.ReplaceAll(kebab(t.Name()), "-", " ")
	if noun == "" {
		return "text"
	}
	if strings.ContainsRune("aeiou", rune(noun[0])) {
		return "an " + noun
	}
	return "a " + noun
}
