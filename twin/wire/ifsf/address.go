package ifsf

import (
	"fmt"

	"github.com/forecourt/forecourt/twin/wire/frame"
)

// place is a kind of database.
type place uint8

const (
	atService place = iota
	atCalculator
	atPoint
	atNozzle
	atTransaction
	atError
	atProduct
	atMode // product per fuelling mode
	atMeter
)

// First bytes of database addresses (A: CSS, ZM).
const (
	dbService     = 0x00
	dbCalculator  = 0x01
	dbAllPoints   = 0x20
	dbAllProducts = 0x40
	dbMode        = 0x61
	dbAllMeters   = 0x80
	dbLastMeter   = 0x90

	// Second bytes, behind a point or a product number.
	dbAllNozzles      = 0x10
	dbAllTransactions = 0x20
	dbTransaction     = 0x21
	dbError           = 0x41
)

// address is a database address. 0 in a number stands for all of them.
type address struct {
	place  place
	point  byte   // 21h to 24h, 20h for all
	number byte   // of the nozzle, product, meter, fuelling mode or error
	value  uint32 // product number, or TR_Seq_Nb
}

func pointAddress(point byte) address { return address{place: atPoint, point: point} }

func nozzleAddress(point byte, nozzle int) address {
	return address{place: atNozzle, point: point, number: byte(nozzle)}
}

func saleAddress(point byte, seq int) address {
	return address{place: atTransaction, point: point, value: uint32(seq)}
}

// readAddress reads what stands behind DB_Ad_Lg.
func readAddress(b []byte) (a address, ok bool) {
	switch first := b[0]; {
	case len(b) == 1 && first == dbService:
		return address{place: atService}, true
	case len(b) == 1 && first == dbCalculator:
		return address{place: atCalculator}, true
	case first >= dbAllPoints && first <= LastAddress:
		return readPointAddress(b)
	case len(b) == 1 && first >= dbAllProducts && first <= dbAllProducts+8:
		return address{place: atProduct, number: first - dbAllProducts}, true
	case len(b) == 6 && first == dbMode && b[5] >= dbAllNozzles && b[5] <= dbAllNozzles+8:
		n, ok := frame.BCD(b[1:5])
		return address{place: atMode, number: b[5] - dbAllNozzles, value: uint32(n)}, ok
	case len(b) == 1 && first >= dbAllMeters && first <= dbLastMeter:
		return address{place: atMeter, number: first - dbAllMeters}, true
	}
	return address{}, false
}

func readPointAddress(b []byte) (a address, ok bool) {
	a.point = b[0]
	switch {
	case len(b) == 1:
		a.place = atPoint
		return a, true
	case len(b) == 2 && b[1] >= dbAllNozzles && b[1] <= dbAllNozzles+maxNozzle:
		a.place, a.number = atNozzle, b[1]-dbAllNozzles
		return a, true
	case len(b) == 4 && (b[1] == dbTransaction || b[1] == dbAllTransactions):
		n, ok := frame.BCD(b[2:])
		a.place, a.value = atTransaction, uint32(n)
		return a, ok && (n == 0) == (b[1] == dbAllTransactions)
	case len(b) == 3 && b[1] == dbError && b[2] > 0 && b[2] <= maxError:
		a.place, a.number = atError, b[2]
		return a, true
	}
	return a, false
}

// append appends DB_Ad_Lg and the address.
func (a address) append(dst []byte) []byte {
	switch a.place {
	case atService:
		return append(dst, 1, dbService)
	case atCalculator:
		return append(dst, 1, dbCalculator)
	case atPoint:
		return append(dst, 1, a.point)
	case atNozzle:
		return append(dst, 2, a.point, dbAllNozzles+a.number)
	case atTransaction:
		second := byte(dbTransaction)
		if a.value == 0 {
			second = dbAllTransactions
		}
		return appendBCD(append(dst, 4, a.point, second), a.value, 2)
	case atError:
		return append(dst, 3, a.point, dbError, a.number)
	case atProduct:
		return append(dst, 1, dbAllProducts+a.number)
	case atMode:
		return append(appendBCD(append(dst, 6, dbMode), a.value, 4), dbAllNozzles+a.number)
	}
	return append(dst, 1, dbAllMeters+a.number)
}

// appendBCD appends a number that fits: those of ours are checked where they come in.
func appendBCD(dst []byte, n uint32, size int) []byte {
	b, _ := frame.AppendBCD(dst, int64(n), size)
	return b
}

// ofNode says that a database is the node's, not one point's.
func (a address) ofNode() bool { return a.point == 0 }

// String says the address in words.
func (a address) String() string {
	point := fmt.Sprintf("fuelling point %d", a.point-dbAllPoints)
	if a.point == dbAllPoints {
		point = "all fuelling points"
	}
	number := func(what string) string {
		if a.number == 0 {
			return "all " + what + "s"
		}
		return fmt.Sprintf("%s %d", what, a.number)
	}
	switch a.place {
	case atService:
		return "communication service"
	case atCalculator:
		return "calculator"
	case atPoint:
		return point
	case atNozzle:
		return point + " " + number("nozzle")
	case atTransaction:
		if a.value == 0 {
			return point + " all transactions"
		}
		return fmt.Sprintf("%s transaction %04d", point, a.value)
	case atError:
		return fmt.Sprintf("%s error %02Xh", point, a.number)
	case atProduct:
		return number("product")
	case atMode:
		return fmt.Sprintf("product no. %d %s", a.value, number("fuelling mode"))
	}
	return number("meter")
}
