package dart

import (
	"fmt"
	"strings"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/wire"
)

// Describe says one frame, or a run of them such as ACK and POLL, in words.
func (dialect) Describe(d wire.Direction, b []byte, o wire.Options) (string, error) {
	c, err := newCodec(o)
	if err != nil {
		return "", err
	}
	if len(b) == 0 {
		return "", newFault(b, defect{0, "no bytes"})
	}
	var words []string
	var p parser
	for at := 0; at < len(b); {
		got, rest, tooLong := p.take(b[at:])
		wrong := defect{len(b) - at, "no stop flag at the end"}
		if tooLong {
			wrong = defect{maxBlock, "longer than 256 bytes"}
		} else if got != nil {
			var said string
			if said, wrong = c.describe(d, got); wrong.reason == "" {
				words = append(words, said)
				at = len(b) - len(rest)
				continue
			}
		}
		fault := newFault(b[at:], wrong)
		fault.Offset += at
		fault.Raw = append([]byte(nil), b...)
		return strings.Join(words, "; "), fault
	}
	return strings.Join(words, "; "), nil
}

func (c *codec) describe(d wire.Direction, raw []byte) (string, defect) {
	if len(raw) < 3 {
		return "", defect{len(raw) - 1, "frame too short"}
	}
	address, kind, tx := raw[0], raw[1]&0xF0, raw[1]&0x0F
	if len(raw) == 3 {
		name := shortName(d, kind)
		if name == "" {
			return "", defect{1, "control byte that has no name " + d.String()}
		}
		if kind == ctrlPoll || kind == ctrlEOT || kind == ctrlIAP {
			return fmt.Sprintf("%02Xh %s", address, name), defect{}
		}
		return fmt.Sprintf("%02Xh %s %X", address, name, tx), defect{}
	}
	if kind != ctrlData {
		return "", defect{1, "control byte of a short frame in a long one"}
	}
	var scratch [maxBlock]byte
	b, wrong := openBlock(raw, &scratch)
	if wrong.reason != "" {
		return "", wrong
	}
	if wrong = whole(b.payload); wrong.reason != "" {
		return "", wrong
	}
	var units []string
	for rest := b.payload; len(rest) > 0; {
		trans, data, after, _ := nextUnit(rest)
		units = append(units, c.describeUnit(d, trans, data))
		rest = after
	}
	return fmt.Sprintf("%02Xh DATA %X: %s", address, tx, strings.Join(units, ", ")), defect{}
}

func shortName(d wire.Direction, kind byte) string {
	switch {
	case kind == ctrlACK:
		return "ACK"
	case kind == ctrlNAK:
		return "NAK"
	case d == wire.FromDispenser && kind == ctrlEOT:
		return "EOT"
	case d == wire.FromController && kind == ctrlPoll:
		return "POLL"
	case d == wire.FromController && kind == ctrlACKPoll:
		return "ACKPOLL"
	case d == wire.FromController && kind == ctrlIAP:
		return "IAP"
	}
	return ""
}

var statusNames = [...]string{
	codeNotProgrammed: "not programmed", codeReset: "reset", codeAuthorised: "authorised", 3: "which does not exist",
	codeFilling: "filling", codeCompleted: "filling completed", codeMaxReached: "limit reached",
	codeSwitchedOff: "switched off", codeSuspended: "suspended",
}

func (c *codec) describeUnit(d wire.Direction, trans byte, data []byte) string {
	var noun any
	var reason string
	name := fmt.Sprintf("CD%d", trans)
	if d == wire.FromDispenser {
		name = fmt.Sprintf("DC%d", trans)
		if trans == transStatus && len(data) == 1 && int(data[0]) < len(statusNames) {
			return fmt.Sprintf("%s status %d %s", name, data[0], statusNames[data[0]])
		}
		if r, why := c.readReport(trans, data); r != nil || why != "" {
			noun, reason = r, why
		}
	} else if cmd, why := c.readCommand(trans, data); cmd != nil || why != "" {
		noun, reason = cmd, why
	}
	switch {
	case reason != "":
		return fmt.Sprintf("%s % X (%s)", name, data, reason)
	case d == wire.FromController && trans == transIdentity && len(data) == parametersLen:
		return fmt.Sprintf("%s decimals %d %d %d, maximum amount % X", name,
			data[atDecimals], data[atDecimals+1], data[atDecimals+2], data[atMaxAmount:atMaxAmount+4])
	case noun == nil:
		return fmt.Sprintf("%s % X (not known)", name, data)
	}
	if said := commandWords(noun); said != "" {
		return name + " " + said
	}
	return name + " " + reportWords(noun)
}

func commandWords(n any) string {
	switch n := n.(type) {
	case forecourt.AllowNozzles:
		return fmt.Sprintf("allow nozzles %v", n.Nozzles)
	case forecourt.PresetVolume:
		return fmt.Sprintf("preset %s", n.Limit)
	case forecourt.PresetAmount:
		return fmt.Sprintf("preset %s", n.Limit)
	case forecourt.SetPrices:
		return fmt.Sprintf("prices %v", n.Prices)
	case forecourt.ReturnTotals:
		return fmt.Sprintf("return %s total of nozzle %d", what(n.Amount), n.Nozzle)
	case forecourt.Suspend:
		return fmt.Sprintf("suspend nozzle %d", n.Nozzle)
	case forecourt.Resume:
		return fmt.Sprintf("resume nozzle %d", n.Nozzle)
	case forecourt.SetFillingType:
		if n.Credit {
			return "filling type credit"
		}
		return "filling type cash"
	case forecourt.SetOutput:
		return fmt.Sprintf("output %02Xh on: %t", n.Output, n.On)
	}
	if code, ok := simpleCode(n); ok {
		return simpleNames[code]
	}
	return ""
}

var simpleNames = map[byte]string{
	doReturnStatus: "return status", doReturnParameters: "return parameters", doReturnIdentity: "return identity",
	doReturnFilling: "return filling", doReset: "reset", doAuthorise: "authorise", doStop: "stop",
	doSwitchOff: "switch off", doReturnPrices: "return prices",
}

func reportWords(n any) string {
	switch n := n.(type) {
	case forecourt.FillingReport:
		return fmt.Sprintf("volume %s, amount %s", n.Volume, n.Amount)
	case forecourt.NozzleReport:
		place := "in"
		if n.Out {
			place = "out"
		}
		return fmt.Sprintf("nozzle %d %s, price %s", n.Nozzle, place, n.Price)
	case forecourt.TotalsReport:
		if !n.Totals.Volume.IsZero() && !n.Totals.Amount.IsZero() {
			return fmt.Sprintf("totals of nozzle %d: %s, %s", n.Nozzle, n.Totals.Volume, n.Totals.Amount)
		}
		if n.IsAmount {
			return fmt.Sprintf("amount total of nozzle %d: %s", n.Nozzle, n.Totals.Amount)
		}
		return fmt.Sprintf("volume total of nozzle %d: %s", n.Nozzle, n.Totals.Volume)
	case forecourt.AlarmReport:
		return fmt.Sprintf("alarm %s", n.Alarm)
	case forecourt.IdentityReport:
		return fmt.Sprintf("maker %04d, type %02d, version %04d", n.Maker, n.Type, n.Version)
	case forecourt.PricesReport:
		return fmt.Sprintf("prices %v", n.Prices)
	case forecourt.ParametersReport:
		return fmt.Sprintf("decimals %d %d %d, maximum amount %s, grades % X",
			n.VolumeDecimals, n.AmountDecimals, n.PriceDecimals, n.MaxAmount, n.Grades)
	case forecourt.SuspendReport:
		if n.Resumed {
			return fmt.Sprintf("resumed nozzle %d", n.Nozzle)
		}
		return fmt.Sprintf("suspended nozzle %d", n.Nozzle)
	}
	return fmt.Sprintf("%T", n)
}

func what(amount bool) string {
	if amount {
		return "amount"
	}
	return "volume"
}
