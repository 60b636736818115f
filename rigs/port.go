package rigs

import (
	"slices"
	"strings"
	"time"

	"github.com/forecourt/forecourt/twin/strict"
	"github.com/forecourt/forecourt/twin/unit"
)

// Port is a port of the bench under a name of its own, so that a rig file fits several desks.
type Port struct {
	Name string
	Path string // of the device
	key  *strict.Node
}

// Ports are the ports that a rig names, in the order of the file.
type Ports []Port

// UnmarshalStrict implements strict.Unmarshaler.
func (p *Ports) UnmarshalStrict(n *strict.Node) error {
	if n.Kind() != strict.Map {
		return n.Wrong("'ports' is a map of names and devices", "write ports: { pump: /dev/ttyUSB0 }")
	}
	var errs strict.Errors
	for _, pair := range n.Pairs() {
		port := Port{Name: pair.Key.Text(), Path: pair.Value.Text(), key: pair.Key}
		if port.Name == "" || isPath(port.Name) || strings.ContainsAny(port.Name, "= ") {
			errs = append(errs, pair.Key.Wrong("'"+port.Name+"' is no name of a port", "use letters, digits and hyphens"))
		}
		if port.Path == "" {
			errs = append(errs, pair.Value.Wrong("a port is the path of a device", "as in /dev/ttyUSB0"))
		}
		*p = append(*p, port)
	}
	return orNil(errs)
}

// Names lists the ports.
func (p Ports) Names() []string {
	names := make([]string, len(p))
	for i, port := range p {
		names[i] = port.Name
	}
	return names
}

func (p Ports) find(name string) (Port, bool) {
	i := slices.IndexFunc(p, func(x Port) bool { return x.Name == name })
	if i < 0 {
		return Port{}, false
	}
	return p[i], true
}

func (p *Ports) inherit(base Ports) {
	for _, b := range base {
		if _, own := p.find(b.Name); !own {
			*p = append(*p, b)
		}
	}
}

// isPath tells the path of a device from a name.
func isPath(s string) bool { return strings.ContainsAny(s, `/\`) }

// Tolerances are what a bench adds to the limits of a scenario.
type Tolerances struct {
	// Reply is how much later than in the model an answer may come over a real line: the time-outs of our controller on
	// such a line, and the limits of what a scenario waits for, are longer by it. 0 to 10 s.
	Reply Addition
}

// Addition is a span that is added to another one: "+40 ms".
type Addition time.Duration

// mostAdded bounds an addition: what takes longer is no tolerance.
const mostAdded = 10 * time.Second

// UnmarshalStrict implements strict.Unmarshaler.
func (a *Addition) UnmarshalStrict(n *strict.Node) error {
	text, plus := strings.CutPrefix(n.Text(), "+")
	d, err := unit.ParseDuration(strings.TrimSpace(text))
	switch {
	case err != nil:
		return n.Wrong("'"+n.Text()+"' is no tolerance", "write what is added, as in +40 ms")
	case !plus:
		return n.Wrong("a tolerance is added to a limit", "write +"+n.Text())
	case d > mostAdded:
		return n.Wrong("a tolerance is at most "+unit.FormatDuration(mostAdded), "")
	}
	*a = Addition(d)
	return nil
}
