import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.text.SimpleDateFormat;
import java.util.Base64;
import java.util.TimeZone;

/** What Java makes of an expiration: lines of a time zone and a text in base64 in, milliseconds or "refused" out. */
public class Expirations {
    public static void main(String[] arguments) throws Exception {
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        var out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] parts = line.split(" ", -1);
            TimeZone.setDefault(TimeZone.getTimeZone(parts[0]));
            var format = new SimpleDateFormat("yyyy-MM-dd");
            format.setLenient(false);
            String text = new String(Base64.getDecoder().decode(parts[1]), StandardCharsets.UTF_8);
            try {
                out.println(format.parse(text).getTime());
            } catch (ParseException error) {
                out.println("refused");
            }
        }
        out.flush();
    }
}
