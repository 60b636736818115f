package profile

import (
	"reflect"
	"regexp"

	"github.com/forecourt/forecourt/twin/strict"
)

// Standard is the name of the profile, of each kind, that holds where none is named.
const Standard = "standard"

// Head is what every profile says of itself.
type Head struct {
	Profile string `yaml:",required"` // its name, by which a plan calls it
	Kind    Kind   `yaml:",required"`
	Name    string `yaml:",required"` // what it is, for people
}

// Profile is a device model.
type Profile struct {
	Head
	File  string
	Model Model // of the kind
}

// Model is one of Dispenser, CardReader, Controller, Console, Host, Gateway, Till and PriceSign, as a pointer.
type Model interface {
	// read decodes a file, over what is there.
	read(n *strict.Node, h *Head) error
	check(c *checker)
}

// Kind is a kind of device.
type Kind string

// kinds are the kinds in the order of a list, each with an empty model.
var kinds = []struct {
	Kind
	model Model
}{
	{"dispenser", &Dispenser{}}, {"card-reader", &CardReader{}}, {"controller", &Controller{}}, {"console", &Console{}},
	{"host", &Host{}}, {"gateway", &Gateway{}}, {"till", &Till{}}, {"price-sign", &PriceSign{}},
}

// Kinds lists them.
func Kinds() (all []string) {
	for _, k := range kinds {
		all = append(all, string(k.Kind))
	}
	return all
}

// kindOf returns the kind that a model is of.
func kindOf(m Model) Kind {
	for _, k := range kinds {
		if reflect.TypeOf(k.model) == reflect.TypeOf(m) {
			return k.Kind
		}
	}
	panic("profile: a model without a kind")
}

// empty returns a model of a kind with nothing in it; nil: there is no such kind.
func empty(kind string) Model {
	for _, k := range kinds {
		if string(k.Kind) == kind {
			return clone(k.model)
		}
	}
	return nil
}

func clone(m Model) Model {
	c := reflect.New(reflect.TypeOf(m).Elem())
	c.Elem().Set(reflect.ValueOf(m).Elem())
	return c.Interface().(Model)
}

// Numbers lists the entries with their sources. What the model leaves to the device, or to the protocol, is not there.
func (p *Profile) Numbers() []Number { return numbers("", reflect.ValueOf(p.Model).Elem()) }

var rightName = regexp.MustCompile(`^[a-z][a-z0-9-]{0,63}$`)

// parse reads and checks a profile. What it leaves out is as in base, or is missing where there is none. The error is
// strict.Errors.
func parse(file string, src []byte, base func(kind string) Model) (*Profile, error) {
	root, err := strict.Parse(file, src)
	if err != nil {
		return nil, err
	}
	kind := root.Get("kind")
	if kind == nil {
		return nil, strict.Errors{root.Wrong("the key 'kind' is missing", "write kind: dispenser")}
	}
	p := &Profile{File: file, Model: base(kind.Text())}
	if p.Model == nil {
		return nil, strict.Errors{kind.Unknown("kind of profile", Kinds())}
	}
	if err := p.Model.read(root, &p.Head); err != nil {
		return nil, err
	}
	c := &checker{root: root}
	c.wrong(!rightName.MatchString(p.Profile), "profile", "this is no name for a profile", "use small letters, digits and hyphens")
	p.Model.check(c)
	if len(c.found) > 0 {
		return nil, c.found
	}
	return p, nil
}
