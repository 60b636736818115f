package dart

import (
	"fmt"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
)

// appendCommand appends the transaction of a command, or says why there is none.
func (c *codec) appendCommand(dst []byte, n any) ([]byte, error) {
	if code, ok := simpleCode(n); ok {
		return append(dst, transStatus, 1, code), nil
	}
	switch n := n.(type) {
	case forecourt.AllowNozzles:
		return appendAllow(dst, n)
	case forecourt.PresetVolume:
		return c.appendVolume(append(dst, transVolume, 4), n.Limit, 4)
	case forecourt.PresetAmount:
		return c.appendAmount(append(dst, transAmount, 4), n.Limit, c.AmountDecimals, 4)
	case forecourt.SetPrices:
		if len(n.Credit) > 0 {
			return dst, fmt.Errorf("dart: %d credit prices: CD5 has one price for each nozzle", len(n.Credit))
		}
		if len(n.Prices) < c.nozzles {
			return dst, fmt.Errorf("dart: %d of %d prices: a pump ignores a change that does not cover all nozzles",
				len(n.Prices), c.nozzles)
		}
		return c.appendPrices(dst, transPrices, n.Prices)
	case forecourt.ReturnTotals:
		if n.Nozzle < 1 || n.Nozzle > maxNozzle {
			return dst, fmt.Errorf("dart: totals of nozzle %d, expected 1 to %d", n.Nozzle, maxNozzle)
		}
		return append(dst, transTotals, 1, counter(n.Nozzle, n.Amount)), nil
	case forecourt.Suspend:
		return appendNozzle(dst, transSuspend, n.Nozzle)
	case forecourt.Resume:
		return appendNozzle(dst, transResume, n.Nozzle)
	case forecourt.SetFillingType:
		return append(dst, transKind, 1, bit(n.Credit)), nil
	case forecourt.SetOutput:
		return append(dst, transOutput, 2, n.Output, bit(n.On)), nil
	}
	return dst, fmt.Errorf("dart: a controller cannot send %T", n)
}

// simpleCode returns the CD1 code of a command that has no data. Suspend and Resume have transactions of their own,
// which more pumps know (A) than the CD1 codes (B).
func simpleCode(n any) (byte, bool) {
	switch n.(type) {
	case forecourt.ReturnStatus:
		return doReturnStatus, true
	case forecourt.ReturnParameters:
		return doReturnParameters, true
	case forecourt.ReturnIdentity:
		return doReturnIdentity, true
	case forecourt.ReturnFilling:
		return doReturnFilling, true
	case forecourt.Reset:
		return doReset, true
	case forecourt.Authorise:
		return doAuthorise, true
	case forecourt.Stop:
		return doStop, true
	case forecourt.SwitchOff:
		return doSwitchOff, true
	case forecourt.ReturnPrices:
		return doReturnPrices, true
	}
	return 0, false
}

// simpleCommand is the inverse; nil for a code that is not known.
func simpleCommand(code byte) forecourt.Command {
	switch code {
	case doReturnStatus:
		return forecourt.ReturnStatus{}
	case doReturnParameters:
		return forecourt.ReturnParameters{}
	case doReturnIdentity:
		return forecourt.ReturnIdentity{}
	case doReturnFilling:
		return forecourt.ReturnFilling{}
	case doReset:
		return forecourt.Reset{}
	case doAuthorise:
		return forecourt.Authorise{}
	case doStop:
		return forecourt.Stop{}
	case doSwitchOff:
		return forecourt.SwitchOff{}
	case doSuspend:
		return forecourt.Suspend{}
	case doResume:
		return forecourt.Resume{}
	case doReturnPrices:
		return forecourt.ReturnPrices{}
	}
	return nil
}

// readCommand reads one transaction to the pump. The command is nil for one that this pump does not know; a reason
// says that the data are wrong.
func (c *codec) readCommand(trans byte, data []byte) (cmd forecourt.Command, reason string) {
	ok := true
	switch {
	case trans == transStatus && len(data) == 1:
		return simpleCommand(data[0]), ""
	case trans == transAllow:
		return readAllow(data)
	case trans == transVolume && len(data) == 4:
		var v unit.Indicated
		v, ok = c.volume(data)
		cmd = forecourt.PresetVolume{Limit: v}
	case trans == transAmount && len(data) == 4:
		var m unit.Money
		m, ok = c.amount(data, c.AmountDecimals)
		cmd = forecourt.PresetAmount{Limit: m}
	case trans == transPrices && len(data)%3 == 0 && len(data) > 0:
		return c.readPrices(data)
	case trans == transOutput && len(data) == 2:
		cmd = forecourt.SetOutput{Output: data[0], On: data[1] != 0}
	case trans == transKind && len(data) == 1:
		cmd = forecourt.SetFillingType{Credit: data[0] != 0}
	case trans == transSuspend && len(data) == 1 && data[0] <= maxNozzle:
		cmd = forecourt.Suspend{Nozzle: forecourt.Nozzle(data[0])}
	case trans == transResume && len(data) == 1 && data[0] <= maxNozzle:
		cmd = forecourt.Resume{Nozzle: forecourt.Nozzle(data[0])}
	case trans == transTotals && len(data) == 1:
		if nozzle, amount, known := readCounter(data[0]); known {
			cmd = forecourt.ReturnTotals{Nozzle: nozzle, Amount: amount}
		}
	case knownToPump(trans):
		return nil, "data of the wrong length"
	}
	if !ok {
		return nil, "a digit above 9, or one too fine for the currency"
	}
	return cmd, ""
}

func knownToPump(trans byte) bool {
	switch trans {
	case transStatus, transVolume, transAmount, transPrices, transOutput, transKind, transSuspend, transResume, transTotals:
		return true
	}
	return false
}

func appendAllow(dst []byte, n forecourt.AllowNozzles) ([]byte, error) {
	if len(n.Nozzles) > maxNozzle {
		return dst, fmt.Errorf("dart: %d nozzles, an address has at most %d", len(n.Nozzles), maxNozzle)
	}
	b := append(dst, transAllow, byte(len(n.Nozzles)))
	for _, nozzle := range n.Nozzles {
		if nozzle < 1 || nozzle > maxNozzle {
			return dst, fmt.Errorf("dart: nozzle %d, expected 1 to %d", nozzle, maxNozzle)
		}
		b = append(b, byte(nozzle))
	}
	return b, nil
}

func readAllow(data []byte) (forecourt.Command, string) {
	if len(data) > maxNozzle {
		return nil, "more than 15 nozzles"
	}
	nozzles := make([]forecourt.Nozzle, len(data))
	for i, x := range data {
		if x < 1 || x > maxNozzle {
			return nil, "a nozzle that is not 1 to 15"
		}
		nozzles[i] = forecourt.Nozzle(x)
	}
	return forecourt.AllowNozzles{Nozzles: nozzles}, ""
}

// readPrices ignores a change that does not cover all nozzles, and prices beyond them (A).
func (c *codec) readPrices(data []byte) (forecourt.Command, string) {
	prices, ok := c.prices(data)
	switch {
	case !ok:
		return nil, "a digit above 9"
	case len(prices) < c.nozzles:
		return nil, ""
	case c.nozzles > 0:
		prices = prices[:c.nozzles]
	}
	return forecourt.SetPrices{Prices: prices}, ""
}

func appendNozzle(dst []byte, trans byte, n forecourt.Nozzle) ([]byte, error) {
	if n > maxNozzle {
		return dst, fmt.Errorf("dart: nozzle %d, expected 0 to %d", n, maxNozzle)
	}
	return append(dst, trans, 1, byte(n)), nil
}

// counter is COUN: 01 to 0F the volume total of a nozzle, 11 to 1F its amount total.
func counter(n forecourt.Nozzle, amount bool) byte { return bit(amount)<<4 | byte(n) }

func readCounter(x byte) (n forecourt.Nozzle, amount, known bool) {
	return forecourt.Nozzle(x & 0x0F), x&0x10 != 0, x < 0x20 && x&0x0F != 0
}

func bit(b bool) byte {
	if b {
		return 1
	}
	return 0
}
