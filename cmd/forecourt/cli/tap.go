package cli

import (
	"errors"
	"fmt"
	"strings"

	"github.com/forecourt/forecourt/hil/tap"
	"github.com/forecourt/forecourt/scenarios/verdict"
	"github.com/forecourt/forecourt/twin/strict"
	"github.com/forecourt/forecourt/twin/wire"
)

// tapVerb listens to a serial line.
type tapVerb struct {
	Port     string `arg:"" help:"A serial port, or a transcript whose name ends in .wire. Nothing is ever sent to it."`
	Protocol string `help:"Name of the protocol; unset, it is found." placeholder:"NAME"`
	Line     string `help:"How the line is set, such as 9600-8O1; unset, it is found." placeholder:"SETTINGS"`
	valueFlags
	Capture string `help:"Keep all traffic in this file, as pcapng for Wireshark." placeholder:"FILE"`
	Hex     bool   `help:"The bytes of each frame beside its words."`
	JSON    bool   `name:"json" help:"Print one JSON object and nothing else."`
}

// valueFlags say how the values of frames are read, which few protocols carry.
type valueFlags struct {
	Decimals string `default:"3,3,2" placeholder:"V,P,A" help:"Decimals of volume, price and amount (default 3,3,2)."`
	Currency string `default:"EUR" help:"Currency of prices and amounts (default EUR)."`
}

// Run implements the verb.
func (v *tapVerb) Run(p *program) error {
	if _, ok := wire.Lookup(v.Protocol); v.Protocol != "" && !ok {
		if near := strict.Suggest(v.Protocol, wire.Names()); near != "" {
			return misused("there is no protocol '%s'; did you mean '%s'?", v.Protocol, near)
		}
		return misused("there is no protocol '%s'; there are %s", v.Protocol, strings.Join(wire.Names(), ", "))
	}
	settings, err := lineSettings(v.Line)
	if err != nil {
		return err
	}
	options, err := v.options()
	if err != nil {
		return misused("%v", err)
	}
	err = tap.Run(p.ctx, tap.Config{
		Path: v.Port, Protocol: v.Protocol, Settings: settings, Options: options, PcapNG: v.Capture, JSON: v.JSON, Hex: v.Hex, Warn: p.stderr,
	}, p.stdout)
	if errors.Is(err, tap.ErrNotFound) {
		p.notice("forecourt: %v", err)
		p.exit = verdict.ExitInconclusive
		return nil
	}
	return err
}

// lineSettings reads 9600-8O1; empty text is for those that are found.
func lineSettings(text string) (s wire.Settings, err error) {
	if text == "" {
		return s, nil
	}
	var parity string
	n, err := fmt.Sscanf(strings.ToUpper(text), "%d-%1d%1s%1d", &s.Baud, &s.DataBits, &parity, &s.StopBits)
	if err != nil || n != 4 || s.Baud < 50 || s.DataBits < 5 || s.DataBits > 8 || !strings.Contains("NOE", parity) || s.StopBits < 1 || s.StopBits > 2 {
		return s, misused("'%s' is no line setting: write baud, bits, parity and stop bits as in 9600-8O1", text)
	}
	s.Parity = wire.Parity(parity[0])
	return s, nil
}
