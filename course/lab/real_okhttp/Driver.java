import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.CertificatePinner;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.internal.Util;
import okhttp3.internal.Version;
import okhttp3.internal.tls.CertificateChainCleaner;
import okhttp3.internal.tls.OkHostnameVerifier;
import okio.ByteString;

/**
 * Asks the real OkHttp 3. A line of standard input is a JSON list of questions, a line of standard output the list of
 * the answers: {"value": ...}, or {"error": class of the exception, "message": its text}. Bytes travel in base64. It
 * ends when its standard input does, whatever it is doing then.
 */
public final class Driver {
  private static final Gson GSON = new Gson();
  private static final int SECONDS = 10;
  /** The same few certificates come again and again. */
  private static final Map<String, X509Certificate> CERTIFICATES = new HashMap<>();

  public static void main(String[] arguments) throws Exception {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    Thread reader = new Thread(() -> readAll(lines), "reader");
    reader.setDaemon(true);
    reader.start();
    while (true) {
      JsonArray answers = new JsonArray();
      for (JsonElement question : JsonParser.parseString(lines.take()).getAsJsonArray()) {
        answers.add(answer(question.getAsJsonObject()));
      }
      out.println(GSON.toJson(answers));
    }
  }

  /** Nobody may be left to end this program otherwise, so the end of the input does it at once. */
  private static void readAll(BlockingQueue<String> lines) {
    try {
      BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        lines.add(line);
      }
    } catch (IOException gone) {
      // As good as an end.
    } finally {
      Runtime.getRuntime().halt(0);
    }
  }

  private static JsonObject answer(JsonObject question) {
    JsonObject answer = new JsonObject();
    try {
      answer.add("value", GSON.toJsonTree(value(question)));
    } catch (Throwable thrown) {
      answer.addProperty("error", thrown.getClass().getSimpleName());
      answer.addProperty("message", thrown.getMessage());
    }
    return answer;
  }

  private static Object value(JsonObject question) throws Throwable {
    String text = question.has("text") ? question.get("text").getAsString() : null;
    switch (question.get("ask").getAsString()) {
      case "version":
        return Version.userAgent().replace("okhttp/", "");
      case "build":
        pinner(question);
        return null;
      case "find_matching_pins":
        return matchingPins(pinner(question), text);
      case "check":
        pinner(question).check(text, list(certificates(question, "chain")));
        return null;
      case "time_check":
        return timeCheck(pinner(question), text, list(certificates(question, "chain")), question.get("rounds").getAsInt());
      case "pin":
        return CertificatePinner.pin(certificates(question, "chain").get(0));
      case "clean_chain":
        return encoded(cleaner(question).clean(list(certificates(question, "chain")), text));
      case "verify_hostname":
        return OkHostnameVerifier.INSTANCE.verify(text, certificates(question, "chain").get(0));
      case "is_ip_address":
        return Util.verifyAsIpAddress(text);
      case "canonical_host":
        return Util.canonicalizeHost(text);
      case "decode_base64":
        ByteString decoded = ByteString.decodeBase64(text);
        return decoded == null ? null : decoded.base64();
      case "get":
        return get(question, text);
      default:
        throw new IllegalArgumentException("What is asked here? " + question);
    }
  }

  /** "pins" is a list of [pattern, pin, pin, ...]. */
  private static CertificatePinner pinner(JsonObject question) {
    CertificatePinner.Builder builder = new CertificatePinner.Builder();
    for (JsonElement row : question.getAsJsonArray("pins")) {
      String[] texts = GSON.fromJson(row, String[].class);
      String[] pins = new String[texts.length - 1];
      System.arraycopy(texts, 1, pins, 0, pins.length);
      builder.add(texts[0], pins);
    }
    return builder.build();
  }

  /** The method is not public, so reflection calls it. */
  private static List<String> matchingPins(CertificatePinner pinner, String hostname) throws Throwable {
    Method find = CertificatePinner.class.getDeclaredMethod("findMatchingPins", String.class);
    find.setAccessible(true);
    List<String> texts = new ArrayList<>();
    try {
      for (Object pin : (List<?>) find.invoke(pinner, hostname)) {
        texts.add(pin.toString());
      }
    } catch (InvocationTargetException wrapped) {
      throw wrapped.getCause();
    }
    return texts;
  }

  /** How many nanoseconds this many checks take. */
  private static long timeCheck(CertificatePinner pinner, String hostname, List<Certificate> chain, int rounds)
      throws Exception {
    long start = System.nanoTime();
    for (int round = 0; round < rounds; round++) {
      pinner.check(hostname, chain);
    }
    return System.nanoTime() - start;
  }

  private static CertificateChainCleaner cleaner(JsonObject question) throws Exception {
    return CertificateChainCleaner.get(certificates(question, "trusted").toArray(new X509Certificate[0]));
  }

  /** One GET on a new connection, whose host is on this machine whatever its name. */
  private static Map<String, Object> get(JsonObject question, String text) throws Exception {
    X509TrustManager trust = trustManager(certificates(question, "trusted"));
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {trust}, null);
    OkHttpClient client =
        new OkHttpClient.Builder()
            .sslSocketFactory(context.getSocketFactory(), trust)
            .certificatePinner(pinner(question))
            .dns(host -> List.of(InetAddress.getByAddress(host, new byte[] {127, 0, 0, 1})))
            .proxy(java.net.Proxy.NO_PROXY)
            .connectTimeout(SECONDS, TimeUnit.SECONDS)
            .readTimeout(SECONDS, TimeUnit.SECONDS)
            .writeTimeout(SECONDS, TimeUnit.SECONDS)
            .retryOnConnectionFailure(false)
            .followRedirects(false)
            .build();
    HttpUrl url = HttpUrl.get(text);
    if (question.has("port")) {
      url = url.newBuilder().port(question.get("port").getAsInt()).build();
    }
    try (Response response = client.newCall(new Request.Builder().url(url).build()).execute()) {
      Map<String, Object> answer = new HashMap<>();
      answer.put("status", response.code());
      answer.put("body", response.body().string());
      answer.put("peer_certificates", encoded(response.handshake().peerCertificates()));
      return answer;
    } finally {
      client.connectionPool().evictAll();
    }
  }

  private static X509TrustManager trustManager(List<X509Certificate> trusted) throws Exception {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    for (X509Certificate certificate : trusted) {
      store.setCertificateEntry("trusted " + store.size(), certificate);
    }
    TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return (X509TrustManager) factory.getTrustManagers()[0];
  }

  private static List<X509Certificate> certificates(JsonObject question, String name) throws Exception {
    List<X509Certificate> all = new ArrayList<>();
    for (JsonElement each : question.getAsJsonArray(name)) {
      String text = each.getAsString();
      if (!CERTIFICATES.containsKey(text)) {
        ByteArrayInputStream der = new ByteArrayInputStream(Base64.getDecoder().decode(text));
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        CERTIFICATES.put(text, (X509Certificate) factory.generateCertificate(der));
      }
      all.add(CERTIFICATES.get(text));
    }
    return all;
  }

  private static List<Certificate> list(List<X509Certificate> certificates) {
    return new ArrayList<>(certificates);
  }

  private static List<String> encoded(List<Certificate> certificates) throws Exception {
    List<String> all = new ArrayList<>();
    for (Certificate certificate : certificates) {
      all.add(Base64.getEncoder().encodeToString(certificate.getEncoded()));
    }
    return all;
  }
}
