package iso8583

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/forecourt/forecourt/twin/unit"
)

// Products is what was bought, in our own layout of DE63 (payments.md 2.4; C: the layout that fuel hosts share among
// themselves is members-only): service level a1, count n2, and 35 characters for each product.
type Products struct {
	Service byte // 'S' self service, 'F' full service
	Items   []Product
}

// Product is one line. The codes are the public three-digit payment product codes (B).
type Product struct {
	Code     string
	Unit     byte  // 'U' US gallon, 'L' litre, 'I' imperial gallon, 'K' kilogram, 'E' kilowatt hour
	Quantity int64 // thousandths
	Price    int64 // per unit, thousandths of the currency's major unit
	Minor    int64 // the amount, in minor units of the message's currency
	Tax      byte  // tax code
}

const (
	productLength = 35
	maxProducts   = 27 // what LLL leaves room for
	maxNine       = 999_999_999
)

var (
	productUnits = map[unit.Measure]byte{unit.L: 'L', unit.USGal: 'U', unit.ImpGal: 'I'}
	errProducts  = errors.New("iso8583: product data are malformed")
)

// Fuel makes the line of a delivery. What the field cannot say exactly is refused: more than three decimals of volume
// or price.
func Fuel(code string, volume unit.Indicated, price unit.Price, amount unit.Money, tax byte) (Product, error) {
	count := volume.Count
	for d := volume.Decimals; d < 3; d++ {
		if count *= 10; count > maxNine {
			break
		}
	}
	for d := volume.Decimals; d > 3; d-- {
		if count%10 != 0 {
			return Product{}, fmt.Errorf("iso8583: %s has more than three decimals", volume)
		}
		count /= 10
	}
	if price.E4%10 != 0 {
		return Product{}, fmt.Errorf("iso8583: %s has more than three decimals", price)
	}
	p := Product{Code: code, Unit: productUnits[volume.Unit], Quantity: count, Price: price.E4 / 10, Minor: amount.Minor, Tax: tax}
	return p, p.check()
}

func (p Product) check() error {
	switch {
	case len(p.Code) != 3 || !fits("n", []byte(p.Code)):
		return fmt.Errorf("iso8583: product code %q has not three digits", p.Code)
	case strings.IndexByte("ULIKE", p.Unit) < 0:
		return fmt.Errorf("iso8583: product %s has no unit", p.Code)
	case p.Quantity < 0 || p.Quantity > maxNine || p.Price < 0 || p.Price > maxNine || p.Minor < 0 || p.Minor > maxMinor:
		return fmt.Errorf("iso8583: a quantity, price or amount of product %s does not fit", p.Code)
	case !isUpper(p.Tax):
		return fmt.Errorf("iso8583: the tax code of product %s is no capital letter", p.Code)
	}
	return nil
}

// Text writes DE63.
func (p Products) Text() (string, error) {
	if !isUpper(p.Service) || len(p.Items) == 0 || len(p.Items) > maxProducts {
		return "", fmt.Errorf("iso8583: product data need a service level and 1 to %d products", maxProducts)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%c%02d", p.Service, len(p.Items))
	for _, i := range p.Items {
		if err := i.check(); err != nil {
			return "", err
		}
		fmt.Fprintf(&b, "%s%c%09d%09d%012d%c", i.Code, i.Unit, i.Quantity, i.Price, i.Minor, i.Tax)
	}
	return b.String(), nil
}

// ParseProducts reads DE63.
func ParseProducts(text string) (Products, error) {
	if len(text) < 3 || !isUpper(text[0]) || !fits("n", []byte(text[1:3])) {
		return Products{}, errProducts
	}
	p, rest := Products{Service: text[0]}, text[3:]
	count, _ := strconv.Atoi(text[1:3])
	if count < 1 || count > maxProducts || len(rest) != count*productLength {
		return Products{}, errProducts
	}
	for ; rest != ""; rest = rest[productLength:] {
		if !fits("n", []byte(rest[4:34])) {
			return Products{}, errProducts
		}
		i := Product{Code: rest[:3], Unit: rest[3], Tax: rest[34]}
		i.Quantity, _ = strconv.ParseInt(rest[4:13], 10, 64)
		i.Price, _ = strconv.ParseInt(rest[13:22], 10, 64)
		i.Minor, _ = strconv.ParseInt(rest[22:34], 10, 64)
		if err := i.check(); err != nil {
			return Products{}, err
		}
		p.Items = append(p.Items, i)
	}
	return p, nil
}

func isUpper(c byte) bool { return c >= 'A' && c <= 'Z' }
