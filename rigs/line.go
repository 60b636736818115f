package rigs

import (
	"slices"
	"strconv"
	"strings"

	"github.com/forecourt/forecourt/twin/strict"
)

// Serial is the only carrier that a rig can put a line over.
const Serial = "serial"

// Line is a bus of the site plan that goes over a real line. Baud, parity and addresses are those of the plan.
type Line struct {
	Bus       int
	Over      string // Serial
	Dialect   string // empty: the plan's; one that is given must be it
	Port      string // a name among the rig's ports, or the path of a device
	Direction string // who switches an RS-485 driver: auto (the adapter), rts or kernel
	Echo      bool   // the port hands back what is written to it

	key  *strict.Node // "bus 1"
	node *strict.Node // its map
}

// cable are the keys of a line.
type cable struct {
	Over      string `yaml:",required"`
	Dialect   string
	Port      string `yaml:",required"`
	Direction string
	Echo      bool
}

var (
	carriers   = []string{Serial}
	directions = []string{"auto", "rts", "kernel"}
)

// Lines are the lines that a rig names, in the order of the file.
type Lines []Line

// UnmarshalStrict implements strict.Unmarshaler.
func (l *Lines) UnmarshalStrict(n *strict.Node) error {
	if n.Kind() != strict.Map {
		return n.Wrong("'lines' is a map of buses and what carries them", "write lines: { bus 1: { over: serial, port: /dev/ttyUSB0 } }")
	}
	var errs strict.Errors
	for _, p := range n.Pairs() {
		line, more := readLine(p)
		errs = append(errs, more...)
		*l = append(*l, line)
	}
	return orNil(errs)
}

func readLine(p strict.Pair) (Line, strict.Errors) {
	line := Line{key: p.Key, node: p.Value}
	var errs strict.Errors
	kind, number, _ := strings.Cut(p.Key.Text(), " ")
	n, err := strconv.Atoi(number)
	if kind != "bus" || err != nil || n < 1 || strconv.Itoa(n) != number {
		errs = append(errs, p.Key.Wrong("'"+p.Key.Text()+"' is no line of a station", "name the bus of the site plan, as in bus 1"))
	}
	k := cable{Direction: directions[0]}
	if more := collect(p.Value.Decode(&k)); len(more) > 0 {
		return line, append(errs, more...)
	}
	line.Bus, line.Over, line.Dialect, line.Port, line.Direction, line.Echo = n, k.Over, k.Dialect, k.Port, k.Direction, k.Echo
	if !slices.Contains(carriers, k.Over) {
		errs = append(errs, line.at("over").Unknown("carrier", carriers))
	}
	if !slices.Contains(directions, k.Direction) {
		errs = append(errs, line.at("direction").Unknown("direction", directions))
	}
	if k.Port == "" {
		errs = append(errs, line.at("port").Wrong("a port has a name or a path", "as in /dev/ttyUSB0"))
	}
	return line, errs
}

// at returns the value of a key, or the line's name where the key is absent.
func (l *Line) at(key string) *strict.Node {
	if n := l.node.Get(key); n != nil {
		return n
	}
	return l.key
}

func (l *Lines) inherit(base Lines) {
	for _, b := range base {
		if !slices.ContainsFunc(*l, func(own Line) bool { return own.Bus == b.Bus }) {
			*l = append(*l, b)
		}
	}
}
